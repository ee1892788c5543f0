package avts.pretrain.config;

import avts.pretrain.config.ConfigNode.Entry;
import avts.pretrain.config.ConfigNode.Mapping;
import avts.pretrain.config.ConfigNode.Origin;
import avts.pretrain.config.ConfigNode.Scalar;
import avts.pretrain.config.ConfigNode.Sequence;
import com.google.common.base.Strings;
import com.google.common.base.Throwables;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds records from a tree of YAML values; every mistake names its key path, file and line. */
final class RecordBinder {

  private RecordBinder() {}

  /** Builds {@code type} from the whole tree. */
  static <T extends Record> T bind(Mapping tree, Class<T> type) {
    return record(tree, type, "");
  }

  private static <T extends Record> T record(Mapping section, Class<T> type, String path) {
    Map<String, RecordComponent> components = components(type);
    refuseUnknown(section, components, path);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Map.Entry<String, RecordComponent> named : components.entrySet()) {
      String keyPath = path.isEmpty() ? named.getKey() : path + "." + named.getKey();
      RecordComponent component = named.getValue();
      Entry entry = section.entries().get(named.getKey());
      boolean nullable = isNullable(component.getAnnotatedType());
      if (entry == null) {
        throw new ConfigException(
            Strings.lenientFormat(
                "%s: missing key %s, which must be %s%s%s",
                section.origin(),
                keyPath,
                ScalarReader.expectation(component.getGenericType()),
                nullable ? ", or null" : "",
                path.isEmpty() ? "" : "; add it to the section " + path));
      }
      arguments.add(
          nullable && entry.value() instanceof Scalar scalar && scalar.isNull()
              ? null
              : value(entry.value(), component.getGenericType(), keyPath));
    }
    return construct(type, arguments, section, path);
  }

  private static Map<String, RecordComponent> components(Class<?> type) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.put(Spelling.key(component.getName()), component);
    }
    return components;
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static void refuseUnknown(
      Mapping section, Map<String, RecordComponent> components, String path) {
    section
        .entries()
        .forEach(
            (key, entry) -> {
              if (!components.containsKey(key)) {
                String hint =
                    Spelling.nearest(key, components.keySet())
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
                throw new ConfigException(
                    Strings.lenientFormat(
                        "%s: unknown key %s%s%s Known keys here: %s",
                        entry.keyOrigin(),
                        path.isEmpty() ? "" : path + ".",
                        key,
                        hint.isEmpty() ? "." : hint,
                        String.join(", ", components.keySet())));
              }
            });
  }

  private static Object value(ConfigNode node, Type type, String path) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return list(node, generic.getActualTypeArguments()[0], path);
    }
    if (type instanceof Class<?> plain) {
      if (ScalarReader.reads(plain)) {
        return ScalarReader.read(node, plain, path);
      }
      if (plain.isRecord()) {
        if (node instanceof Mapping section) {
          return record(section, plain.asSubclass(Record.class), path);
        }
        throw ScalarReader.mistyped(node, type, path);
      }
    }
    throw new IllegalArgumentException(
        path + ": no config value can have the type " + type.getTypeName());
  }

  private static List<Object> list(ConfigNode node, Type item, String path) {
    if (!(node instanceof Sequence sequence)) {
      throw new ConfigException(
          Strings.lenientFormat(
              "%s: %s must be a list, got %s", node.origin(), path, node.describe()));
    }
    List<Object> values = new ArrayList<>();
    for (ConfigNode element : sequence.items()) {
      values.add(value(element, item, path + "." + values.size()));
    }
    return List.copyOf(values);
  }

  private static <T extends Record> T construct(
      Class<T> type, List<@Nullable Object> arguments, Mapping section, String path) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
        throw refused(cause.getMessage(), section, path, cause);
      }
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no canonical constructor in " + type.getName(), e);
    }
  }

  /** A compact constructor's message begins with the key it is about, by the house's habit. */
  private static ConfigException refused(
      String message, Mapping section, String path, Throwable cause) {
    String key = message.split("[^A-Za-z0-9_]", 2)[0];
    Entry entry = section.entries().get(key);
    Origin origin = entry == null ? section.origin() : entry.value().origin();
    String separator = entry == null ? ": " : ".";
    return new ConfigException(
        origin + ": " + (path.isEmpty() ? "" : path + separator) + message, cause);
  }
}
