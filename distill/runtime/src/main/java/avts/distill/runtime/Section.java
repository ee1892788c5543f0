package avts.distill.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON file, read key by key. Messages name the key with all that it lies in.
 *
 * @param name what the object is called, empty for the whole file
 * @param values its values by key
 */
record Section(String name, Map<String, Object> values) {

  /**
   * Reads a file's content.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  static Section parse(String text) {
    return of("", Json.parse(text));
  }

  @SuppressWarnings("unchecked") // Json makes no other maps
  private static Section of(String name, Object value) {
    if (!(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException((name.isEmpty() ? "it" : name) + " is no object {...}");
    }
    return new Section(name, (Map<String, Object>) value);
  }

  /** Refuses keys that are not among {@code known}. */
  Section only(String... known) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(List.of(known));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown keys " + unknown + where());
    }
    return this;
  }

  Section section(String key) {
    return of(path(key), value(key));
  }

  /** Returns an object that may be missing; null where it is. */
  @Nullable Section optional(String key) {
    return values.containsKey(key) ? section(key) : null;
  }

  boolean truth(String key) {
    return expect(Boolean.class, key, value(key), "true or false");
  }

  String string(String key) {
    return expect(String.class, key, value(key), "a string");
  }

  int integer(String key) {
    String digits = expect(Json.Numeral.class, key, value(key), "a whole number").digits();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(path(key) + " must be a whole number, is " + digits, e);
    }
  }

  double number(String key) {
    return Double.parseDouble(expect(Json.Numeral.class, key, value(key), "a number").digits());
  }

  float[] floats(String key) {
    List<?> list = expect(List.class, key, value(key), "a list of numbers");
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      Json.Numeral numeral = expect(Json.Numeral.class, key, list.get(i), "a list of numbers");
      floats[i] = Float.parseFloat(numeral.digits());
    }
    return floats;
  }

  /** Returns the values of an object whose values are all strings. */
  Map<String, String> strings(String key) {
    Section section = section(key);
    Map<String, String> strings = new LinkedHashMap<>();
    section.values.keySet().forEach(name -> strings.put(name, section.string(name)));
    return strings;
  }

  private <T> T expect(Class<T> type, String key, Object value, String what) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(path(key) + " must be " + what);
    }
    return type.cast(value);
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the key " + path(key) + " is missing");
    }
    return value;
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private String where() {
    return name.isEmpty() ? "" : " in " + name;
  }
}
