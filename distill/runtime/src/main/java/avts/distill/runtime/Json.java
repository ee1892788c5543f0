package avts.distill.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259), strictly: no comments, no text behind the value, no key twice. A library
 * for it would be the largest part of the runtime's own weight.
 *
 * <p>Values are {@link Map}s in the order of their keys, {@link List}s, {@link String}s, {@link
 * Boolean}s and {@link Numeral}s; null is {@link Absent}.
 */
final class Json {
  private static final int DEEPEST = 32;

  private final String text;
  private int at;

  /** A number as it is written, so that none of its digits is lost. */
  record Numeral(String digits) {}

  /** JSON's null. */
  record Absent() {}

  private Json(String text) {
    this.text = text;
  }

  /**
   * Returns the value that {@code text} is.
   *
   * @throws IllegalArgumentException if it is no JSON; the message names line and column
   */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.problem("something stands behind the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw problem("nested too deeply");
    }
    skipSpace();
    char begin = peek();
    return switch (begin) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", new Absent());
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (accept('}')) {
      return object;
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw problem("a key in quotes is expected");
      }
      String key = string();
      skipSpace();
      expect(':');
      if (object.put(key, value(depth + 1)) != null) {
        throw problem("\"" + key + "\" stands there twice");
      }
      skipSpace();
    } while (accept(','));
    expect('}');
    return object;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (accept(']')) {
      return list;
    }
    do {
      list.add(value(depth + 1));
      skipSpace();
    } while (accept(','));
    expect(']');
    return list;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    while (true) {
      char c = next();
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw problem("a control character stands in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> throw problem("unknown escape \\" + c);
    };
  }

  private char codeUnit() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw problem("four hexadecimal digits are expected");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw problem("no value");
    }
    at += word.length();
    return value;
  }

  private Numeral number() {
    int begin = at;
    accept('-');
    if (!accept('0')) {
      digits();
    }
    if (accept('.')) {
      digits();
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      digits();
    }
    return new Numeral(text.substring(begin, at));
  }

  private void digits() {
    int begin = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == begin) {
      throw problem("no value");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw problem("the text ends too early");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private boolean accept(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw problem("'" + wanted + "' is expected");
    }
  }

  private IllegalArgumentException problem(String problem) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < at; i++) {
      boolean newLine = text.charAt(i) == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
    }
    return new IllegalArgumentException("line " + line + ", column " + column + ": " + problem);
  }
}
