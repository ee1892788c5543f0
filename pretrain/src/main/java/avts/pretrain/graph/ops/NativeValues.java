package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between Java arrays and ND4J arrays that begin at the start of their buffer and are
 * row-major without gaps.
 *
 * <p>On a graphics card an array has two copies, of which ND4J keeps count: the copying methods
 * fetch the newer one first, and mark the host's as the newer one after writing. On the processor
 * there is one and both cost nothing.
 */
public final class NativeValues {

  private NativeValues() {}

  /** Fetches an array's values from the card that last wrote them. */
  static void fetch(INDArray values) {
    Nd4j.getAffinityManager().ensureLocation(values, Location.HOST);
  }

  /** Makes sure that an array has memory here, which one of a card has from its first use on. */
  static void place(INDArray values) {
    values.data().pointer();
  }

  /** Says that an array's values were written here, so that a card fetches them before its use. */
  static void written(INDArray values) {
    Nd4j.getAffinityManager().tagLocation(values, Location.HOST);
  }

  /**
   * Returns a direct view of a FLOAT array; valid while the array is open. For operations, whose
   * arrays {@link JavaOp#runOnHost} has fetched.
   */
  static FloatBuffer floats(INDArray values) {
    checkPlain(values);
    return ((FloatPointer) values.data().pointer()).asBuffer();
  }

  /** As {@link #floats} for a DOUBLE array. */
  static DoubleBuffer doubles(INDArray values) {
    checkPlain(values);
    return ((DoublePointer) values.data().pointer()).asBuffer();
  }

  private static void checkPlain(INDArray values) {
    checkArgument(
        values.offset() == 0 && values.length() * values.dataType().width() <= Integer.MAX_VALUE,
        "one array of %s values exceeds 2 GiB; lower the number of clips per micro-batch",
        values.length());
  }

  /** Returns a copy of all values. */
  public static double[] read(INDArray values) {
    fetch(values);
    double[] copy = new double[Math.toIntExact(values.length())];
    if (JavaOp.isFloat(values)) {
      float[] single = new float[copy.length];
      floats(values).get(single);
      for (int i = 0; i < copy.length; i++) {
        copy[i] = single[i];
      }
    } else {
      doubles(values).get(copy);
    }
    return copy;
  }

  /** Overwrites all values. */
  public static void write(double[] values, INDArray target) {
    checkLength(values.length, target);
    if (JavaOp.isFloat(target)) {
      float[] single = new float[values.length];
      for (int i = 0; i < single.length; i++) {
        single[i] = (float) values[i];
      }
      floats(target).put(single);
    } else {
      doubles(target).put(values);
    }
    written(target);
  }

  /** Returns a copy of all values in single precision. */
  public static float[] readFloats(INDArray values) {
    float[] copy = new float[Math.toIntExact(values.length())];
    read(values, copy, 0);
    return copy;
  }

  /** Copies all values to {@code target}, beginning at {@code offset}. */
  public static void read(INDArray values, float[] target, int offset) {
    fetch(values);
    int length = Math.toIntExact(values.length());
    if (JavaOp.isFloat(values)) {
      floats(values).get(target, offset, length);
    } else {
      double[] copy = read(values);
      for (int i = 0; i < length; i++) {
        target[offset + i] = (float) copy[i];
      }
    }
  }

  /** Overwrites all values from {@code source}, beginning at {@code offset}. */
  public static void write(float[] source, int offset, INDArray target) {
    int length = Math.toIntExact(target.length());
    if (JavaOp.isFloat(target)) {
      floats(target).put(source, offset, length);
    } else {
      double[] copy = new double[length];
      for (int i = 0; i < length; i++) {
        copy[i] = source[offset + i];
      }
      doubles(target).put(copy);
    }
    written(target);
  }

  /** Random access to parts of an array, in double. */
  interface Slabs {
    /** Fills {@code target} from the array, beginning at {@code start}. */
    void get(int start, double[] target);

    /** Writes {@code source} to the array, beginning at {@code start}. */
    void put(int start, double[] source);
  }

  /** Returns access to parts of an array; one object per thread. */
  static Slabs slabs(INDArray values) {
    return JavaOp.isFloat(values)
        ? new FloatSlabs(floats(values))
        : new DoubleSlabs(doubles(values));
  }

  private record DoubleSlabs(DoubleBuffer buffer) implements Slabs {
    @Override
    public void get(int start, double[] target) {
      buffer.get(start, target);
    }

    @Override
    public void put(int start, double[] source) {
      buffer.put(start, source);
    }
  }

  private record FloatSlabs(FloatBuffer buffer) implements Slabs {
    @Override
    public void get(int start, double[] target) {
      float[] single = new float[target.length];
      buffer.get(start, single);
      for (int i = 0; i < single.length; i++) {
        target[i] = single[i];
      }
    }

    @Override
    public void put(int start, double[] source) {
      float[] single = new float[source.length];
      for (int i = 0; i < single.length; i++) {
        single[i] = (float) source[i];
      }
      buffer.put(start, single);
    }
  }

  private static void checkLength(int length, INDArray target) {
    checkArgument(
        length == target.length(), "%s values do not fit %s places", length, target.length());
  }
}
