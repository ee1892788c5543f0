package avts.pretrain.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two configurations key by key. */
final class ConfigChanges {
  /** Sections that change no result; a resumed run may have others. */
  private static final Set<String> WITHOUT_INFLUENCE = Set.of("cache");

  private ConfigChanges() {}

  /**
   * Returns one phrase for each key whose value differs, such as {@code optimizer.momentum is 0.5
   * where the run has 0.9}, in alphabetical order. Numbers are compared by value: 1e-3 equals
   * 0.001. What is kept in memory ({@code cache}) may differ.
   */
  static List<String> between(JsonNode stored, JsonNode given) {
    List<String> changes = new ArrayList<>();
    compare("", stored, given, changes);
    return changes;
  }

  private static void compare(String path, JsonNode stored, JsonNode given, List<String> changes) {
    if (stored.isObject() && given.isObject()) {
      TreeSet<String> keys = new TreeSet<>();
      stored.fieldNames().forEachRemaining(keys::add);
      given.fieldNames().forEachRemaining(keys::add);
      if (path.isEmpty()) {
        keys.removeAll(WITHOUT_INFLUENCE);
      }
      for (String key : keys) {
        compare(
            path.isEmpty() ? key : path + "." + key, stored.path(key), given.path(key), changes);
      }
    } else if (stored.isArray() && given.isArray() && stored.size() == given.size()) {
      for (int i = 0; i < stored.size(); i++) {
        compare(path + "[" + i + "]", stored.get(i), given.get(i), changes);
      }
    } else if (!same(stored, given)) {
      changes.add(path + " is " + text(given) + " where the run has " + text(stored));
    }
  }

  private static boolean same(JsonNode stored, JsonNode given) {
    if (stored.isNumber() && given.isNumber()) {
      return stored.decimalValue().compareTo(given.decimalValue()) == 0;
    }
    return stored.equals(given);
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }
}
