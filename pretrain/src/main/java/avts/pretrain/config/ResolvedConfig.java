package avts.pretrain.config;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A config after {@code extends} and overrides: the record, and its one canonical spelling.
 *
 * @param value the record
 */
public record ResolvedConfig<T extends Record>(T value) {
  private static final int HASH_DIGITS = 16;

  /**
   * A key whose values differ.
   *
   * @param path key path, such as {@code training.epochs}
   * @param here value in this config; "absent" where it has none
   * @param there value in the other config; "absent" where it has none
   */
  public record Difference(String path, String here, String there) {
    @Override
    public String toString() {
      return path + ": " + here + " here, " + there + " there";
    }
  }

  /**
   * Returns the config as YAML: every key, in the order of the records, one spelling per value. Two
   * equal records give the same text; {@link ConfigReader#parse} reads it back.
   */
  public String yaml() {
    return new YamlWriter().write(value);
  }

  /** Returns the first 16 hexadecimal digits of the SHA-256 of {@link #yaml()}. */
  public String hash() {
    return Hashing.sha256()
        .hashString(yaml(), StandardCharsets.UTF_8)
        .toString()
        .substring(0, HASH_DIGITS);
  }

  /** Returns the keys whose values differ, in the order of this config, those of other last. */
  public List<Difference> differences(ResolvedConfig<?> other) {
    Map<String, String> here = YamlWriter.flatten(value);
    Map<String, String> there = YamlWriter.flatten(other.value);
    Set<String> paths = new LinkedHashSet<>(here.keySet());
    paths.addAll(there.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String path : paths) {
      String mine = here.getOrDefault(path, "absent");
      String theirs = there.getOrDefault(path, "absent");
      if (!mine.equals(theirs)) {
        differences.add(new Difference(path, mine, theirs));
      }
    }
    return differences;
  }
}
