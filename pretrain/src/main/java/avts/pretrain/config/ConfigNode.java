package avts.pretrain.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file that remembers where it was written, also after files were merged. */
sealed interface ConfigNode {

  /** Returns where the value was written. */
  Origin origin();

  /** Returns the value in a few words, for messages. */
  String describe();

  /**
   * Where a value was written.
   *
   * @param source file name, or the text of a command-line override
   * @param line line in the file from 1, or 0 where there are no lines
   */
  record Origin(String source, int line) {
    @Override
    public String toString() {
      return line == 0 ? source : source + ":" + line;
    }
  }

  /**
   * A single value.
   *
   * @param text the value without quotes
   * @param plain whether it was written without quotes, so that it may be a number or null
   * @param origin where it was written
   */
  record Scalar(String text, boolean plain, Origin origin) implements ConfigNode {

    /** Returns whether this is YAML's null. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String describe() {
      if (isNull()) {
        return "nothing";
      }
      return plain ? text : '"' + text + '"';
    }
  }

  /**
   * A list.
   *
   * @param items its values in order
   * @param origin where it begins
   */
  record Sequence(List<ConfigNode> items, Origin origin) implements ConfigNode {
    /** Copies the items. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * Keys with their values.
   *
   * @param entries values by key, in the order of the file
   * @param origin where it begins
   */
  record Mapping(Map<String, Entry> entries, Origin origin) implements ConfigNode {
    /** Copies the entries, keeping their order. */
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String describe() {
      return "a section with keys";
    }

    /** Returns this mapping with {@code key} set to {@code value}. */
    Mapping with(String key, Entry value) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed, origin);
    }

    /** Returns this mapping without {@code key}. */
    Mapping without(String key) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(changed, origin);
    }

    /** Returns this mapping overlaid with {@code other}: sections are merged, values replaced. */
    Mapping overlaidWith(Mapping other) {
      Map<String, Entry> merged = new LinkedHashMap<>(entries);
      other.entries.forEach((key, entry) -> merged.merge(key, entry, Mapping::overlay));
      return new Mapping(merged, other.origin);
    }

    private static Entry overlay(Entry base, Entry above) {
      return base.value() instanceof Mapping lower && above.value() instanceof Mapping upper
          ? new Entry(lower.overlaidWith(upper), above.keyOrigin())
          : above;
    }
  }

  /**
   * A key's value.
   *
   * @param value the value
   * @param keyOrigin where the key was written
   */
  record Entry(ConfigNode value, Origin keyOrigin) {}
}
