package avts.pretrain.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes records as YAML in one canonical form. */
final class YamlWriter {
  /** Text that YAML reads as text without quotes; everything else is quoted. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

  private final StringBuilder out = new StringBuilder();

  /** Returns {@code config} as YAML. */
  String write(Record config) {
    section(config, "");
    return out.toString();
  }

  /** Returns every single value of {@code config} by its key path. */
  static Map<String, String> flatten(Record config) {
    Map<String, String> values = new LinkedHashMap<>();
    flatten(config, "", values);
    return values;
  }

  private static void flatten(@Nullable Object value, String path, Map<String, String> values) {
    if (value instanceof Record section && !isScalar(value)) {
      for (RecordComponent component : section.getClass().getRecordComponents()) {
        String key = Spelling.key(component.getName());
        flatten(read(section, component), path.isEmpty() ? key : path + "." + key, values);
      }
    } else if (value instanceof List<?> list && !list.stream().allMatch(YamlWriter::isScalar)) {
      for (int i = 0; i < list.size(); i++) {
        flatten(list.get(i), path + "." + i, values);
      }
    } else {
      values.put(path, inline(value));
    }
  }

  private void section(Record section, String indent) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      out.append(indent).append(Spelling.key(component.getName())).append(':');
      value(read(section, component), indent);
    }
  }

  private void value(@Nullable Object value, String indent) {
    if (value instanceof Record nested && !isScalar(value)) {
      out.append('\n');
      section(nested, indent + "  ");
    } else if (value instanceof List<?> list && !list.stream().allMatch(YamlWriter::isScalar)) {
      out.append('\n');
      for (Object item : list) {
        int start = out.length();
        if (item instanceof Record nested) {
          section(nested, indent + "    ");
          out.replace(start, start + indent.length() + 4, indent + "  - ");
        } else {
          out.append(indent).append("  - ").append(inline(item)).append('\n');
        }
      }
    } else {
      out.append(' ').append(inline(value)).append('\n');
    }
  }

  private static boolean isScalar(@Nullable Object value) {
    return value == null || ScalarReader.reads(value.getClass());
  }

  private static String inline(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(YamlWriter::inline).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Enum<?> constant) {
      return Spelling.value(constant);
    }
    if (value instanceof String text) {
      return quoteWhereNeeded(text);
    }
    return value.toString();
  }

  private static String quoteWhereNeeded(String text) {
    boolean word = PLAIN.matcher(text).matches();
    if (word && !text.equals("null") && !text.equals("true") && !text.equals("false")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static @Nullable Object read(Record section, RecordComponent component) {
    Method accessor = component.getAccessor();
    try {
      accessor.setAccessible(true);
      return accessor.invoke(section);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }
}
