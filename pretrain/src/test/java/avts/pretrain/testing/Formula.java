package avts.pretrain.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.pretrain.engine.ParameterInfo;
import java.util.List;

/**
 * Weights and clips by a formula of name and index, the same to the last bit as in {@code
 * src/test/python/formula.py}, so that neither has to be stored.
 */
public final class Formula {
  private static final String TOWER = "video.";

  private Formula() {}

  /** Returns {@code count} numbers in low..high that depend on {@code name} and index alone. */
  public static float[] between(String name, int count, double low, double high) {
    long key = 0xCBF29CE484222325L; // FNV-1a
    for (byte letter : name.getBytes(UTF_8)) {
      key = (key ^ (letter & 0xFF)) * 0x100000001B3L;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long z = key + (i + 1) * 0x9E3779B97F4A7C15L; // SplitMix64
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z = z ^ (z >>> 31);
      double uniform = (z >>> 40) / (double) (1 << 24);
      values[i] = (float) (low + (high - low) * uniform);
    }
    return values;
  }

  /** Returns the array that a network has under {@code name}, with or without our prefix. */
  public static float[] weight(String name, List<Integer> shape) {
    String theirs = name.startsWith(TOWER) ? name.substring(TOWER.length()) : name;
    int count = shape.stream().reduce(1, Math::multiplyExact);
    if (theirs.endsWith("running_mean") || theirs.endsWith("bias")) {
      return between(theirs, count, -0.2, 0.2);
    }
    if (shape.size() == 1) {
      return between(theirs, count, 0.5, 1.5);
    }
    double limit = Math.sqrt(6 / (double) (count / shape.get(0)));
    return between(theirs, count, -limit, limit);
  }

  /** Returns the flat vector of {@code infos}. */
  public static float[] vector(List<ParameterInfo> infos) {
    float[] vector = new float[infos.stream().mapToInt(ParameterInfo::size).sum()];
    for (ParameterInfo info : infos) {
      System.arraycopy(weight(info.name(), info.shape()), 0, vector, info.offset(), info.size());
    }
    return vector;
  }

  /** Returns clips of so many values as a network sees them, normalised. */
  public static float[] clips(int count) {
    return between("clips", count, -2, 2);
  }
}
