package avts.pretrain.config;

import avts.pretrain.config.ConfigNode.Entry;
import avts.pretrain.config.ConfigNode.Mapping;
import avts.pretrain.config.ConfigNode.Origin;
import avts.pretrain.config.ConfigNode.Scalar;
import avts.pretrain.config.ConfigNode.Sequence;
import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads experiments from YAML into records, strictly.
 *
 * <p>A key is a record component in snake_case, an enum value its name in kebab-case. A file may
 * name another in the key {@code extends} (relative to itself): it is read first and overlaid,
 * section by section. After that every key must be present exactly once, known, of its type and
 * within the range that its record's compact constructor checks; a component is null only where it
 * is {@code @Nullable} and written as {@code null}. Anything else is a {@link ConfigException}.
 */
public final class ConfigReader {
  private static final String EXTENDS = "extends";

  private ConfigReader() {}

  /**
   * Reads {@code file} and the files it extends, applies {@code overrides} and binds the result.
   *
   * @param file YAML file in UTF-8
   * @param overrides assignments such as {@code training.epochs=3}; list items go by their number,
   *     as in {@code curriculum.stages.0.epochs=3}; later ones win
   * @param type record that the top level of the file describes
   * @throws ConfigException if anything in it is wrong
   */
  public static <T extends Record> ResolvedConfig<T> read(
      Path file, List<String> overrides, Class<T> type) {
    Mapping tree = readTree(file, new LinkedHashSet<>());
    for (String override : overrides) {
      tree = override(tree, override);
    }
    return new ResolvedConfig<>(RecordBinder.bind(tree, type));
  }

  /**
   * Binds YAML {@code text} that extends nothing, such as the resolved config of a run. At its top
   * level it may lack what is marked as {@link AddedLater}.
   *
   * @param name name of the text in messages
   * @throws ConfigException if anything in it is wrong
   */
  public static <T extends Record> ResolvedConfig<T> parse(
      String text, String name, Class<T> type) {
    return new ResolvedConfig<>(RecordBinder.bind(completed(section(text, name), type), type));
  }

  /** Adds what earlier versions did not write. */
  private static Mapping completed(Mapping tree, Class<? extends Record> type) {
    Mapping whole = tree;
    for (RecordComponent component : type.getRecordComponents()) {
      AddedLater added = component.getAnnotation(AddedLater.class);
      String key = Spelling.key(component.getName());
      if (added != null && !tree.entries().containsKey(key)) {
        Mapping before = section(added.before(), key);
        whole = whole.with(key, new Entry(before, before.origin()));
      }
    }
    return whole;
  }

  private static Mapping section(String text, String name) {
    ConfigNode tree = new YamlParser(name, true).parse(text);
    if (tree instanceof Mapping mapping) {
      return mapping;
    }
    throw new ConfigException(
        tree.origin() + ": a config must consist of keys with values, got " + tree.describe());
  }

  private static Mapping readTree(Path file, Set<Path> open) {
    Path key = file.toAbsolutePath().normalize();
    if (!open.add(key)) {
      throw new ConfigException(
          file + ": extends itself by way of " + open.stream().map(Path::getFileName).toList());
    }
    Mapping tree = section(text(file), file.toString());
    Entry parent = tree.entries().get(EXTENDS);
    if (parent == null) {
      return tree;
    }
    if (!(parent.value() instanceof Scalar name) || name.isNull()) {
      throw new ConfigException(
          parent.keyOrigin() + ": extends must be a file name, got " + parent.value().describe());
    }
    Path base = resolve(file, name);
    if (!Files.isRegularFile(base)) {
      throw new ConfigException(
          Strings.lenientFormat(
              "%s: extends names %s, but there is no such file (looked for %s)",
              parent.keyOrigin(), name.text(), base));
    }
    return readTree(base, open).overlaidWith(tree.without(EXTENDS));
  }

  private static Path resolve(Path file, Scalar name) {
    try {
      return file.resolveSibling(name.text());
    } catch (InvalidPathException e) {
      throw new ConfigException(name.origin() + ": extends is not a file name: " + name.text(), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such config file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is not a text file in UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Mapping override(Mapping tree, String override) {
    String source = "--set " + override;
    int equals = override.indexOf('=');
    if (equals <= 0) {
      throw new ConfigException(source + ": must look like section.key=value");
    }
    ConfigNode value = new YamlParser(source, false).parse(override.substring(equals + 1));
    List<String> path = Splitter.on('.').splitToList(override.substring(0, equals).trim());
    return (Mapping) assign(tree, path, value, new Origin(source, 0));
  }

  private static ConfigNode assign(
      ConfigNode target, List<String> path, ConfigNode value, Origin origin) {
    if (path.isEmpty()) {
      return value;
    }
    String key = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (target instanceof Mapping mapping) {
      Entry present = mapping.entries().get(key);
      ConfigNode below = present == null ? new Mapping(Map.of(), origin) : present.value();
      return mapping.with(key, new Entry(assign(below, rest, value, origin), origin));
    }
    if (target instanceof Sequence sequence && key.matches("\\d{1,6}")) {
      int index = Integer.parseInt(key);
      if (index >= sequence.items().size()) {
        throw new ConfigException(
            Strings.lenientFormat(
                "%s: the list has %s items, numbered from 0", origin, sequence.items().size()));
      }
      List<ConfigNode> items = new ArrayList<>(sequence.items());
      items.set(index, assign(items.get(index), rest, value, origin));
      return new Sequence(items, sequence.origin());
    }
    throw new ConfigException(
        Strings.lenientFormat("%s: there is no key %s below %s", origin, key, target.describe()));
  }
}
