package avts.pretrain.config;

import avts.datasets.time.FrameRate;
import avts.pretrain.config.ConfigNode.Scalar;
import com.google.common.base.Strings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads single values: numbers, truth values, text, enum constants and frame rates. */
final class ScalarReader {
  private static final Set<Class<?>> NUMBERS_AND_TEXT =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          float.class,
          Float.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          String.class,
          FrameRate.class);
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d[\\d_]*");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d[\\d_]*)?\\.?\\d+([eE][-+]?\\d+)?|[-+]?\\d+\\.");

  private ScalarReader() {}

  /** Returns whether values of {@code type} are written as one scalar. */
  static boolean reads(Class<?> type) {
    return type.isEnum() || NUMBERS_AND_TEXT.contains(type);
  }

  /** Returns the value of {@code node} as {@code type}; {@code path} is its key, for messages. */
  static Object read(ConfigNode node, Class<?> type, String path) {
    if (!(node instanceof Scalar scalar) || scalar.isNull()) {
      throw mistyped(node, type, path);
    }
    if (type == String.class) {
      return scalar.text();
    }
    if (type.isEnum()) {
      return constant(scalar, type, path);
    }
    try {
      if (type == FrameRate.class) {
        return FrameRate.parse(scalar.text());
      }
      if (scalar.plain()) {
        return primitive(scalar.text(), type);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(mismatch(node, type, path), e);
    }
    throw mistyped(node, type, path);
  }

  private static Object primitive(String text, Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      throw new IllegalArgumentException(text);
    }
    boolean whole = WHOLE.matcher(text).matches();
    String digits = text.replace("_", "");
    if (type == int.class || type == Integer.class) {
      return Integer.parseInt(whole ? digits : text);
    }
    if (type == long.class || type == Long.class) {
      return Long.parseLong(whole ? digits : text);
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    double number = Double.parseDouble(digits);
    if (type == float.class || type == Float.class) {
      return (float) number;
    }
    return number;
  }

  private static Object constant(Scalar scalar, Class<?> type, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (Spelling.value((Enum<?>) constant).equals(scalar.text())) {
        return constant;
      }
    }
    String hint =
        Spelling.nearest(scalar.text(), names(type))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    throw new ConfigException(mismatch(scalar, type, path) + hint);
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Spelling.value((Enum<?>) constant))
        .toList();
  }

  /** Returns the exception for a value that is not of its key's type. */
  static ConfigException mistyped(ConfigNode node, Type type, String path) {
    return new ConfigException(mismatch(node, type, path));
  }

  private static String mismatch(ConfigNode node, Type type, String path) {
    return Strings.lenientFormat(
        "%s: %s must be %s, got %s", node.origin(), path, expectation(type), node.describe());
  }

  /** Returns what a value of {@code type} looks like, in a few words. */
  static String expectation(Type type) {
    if (type instanceof ParameterizedType) {
      return "a list";
    }
    if (type instanceof Class<?> plain) {
      if (plain.isEnum()) {
        return "one of " + String.join(", ", names(plain));
      }
      if (plain == FrameRate.class) {
        return "a frame rate such as 25 or 30000/1001";
      }
      if (plain.isRecord()) {
        return "a section with the keys "
            + String.join(
                ", ",
                Arrays.stream(plain.getRecordComponents())
                    .map(RecordComponent::getName)
                    .map(Spelling::key)
                    .toList());
      }
      return expectedNumberOrText(plain);
    }
    return type.getTypeName();
  }

  private static String expectedNumberOrText(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class) {
      return "a number";
    }
    return type == long.class || type == Long.class
        ? "a whole number"
        : "a whole number of at most nine digits";
  }
}
