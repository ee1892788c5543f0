package avts.distill.sense;

import avts.pretrain.engine.SegmentBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Takes cut into segments, as networks hear and see them. Immutable as long as nobody writes into
 * the arrays.
 *
 * @param segments S, segments of a take
 * @param takes by the take's number in its set of N; take n under draw d of the noise is number n +
 *     d N
 */
public record SegmentedTakes(int segments, List<One> takes) {

  /** Copies the list. */
  public SegmentedTakes {
    takes = List.copyOf(takes);
  }

  /**
   * One take.
   *
   * @param heard what a student hears, {@code [S, heard]}
   * @param clean the same without the noise that was added
   * @param seen {@code [S, seen]}
   * @param mask {@code [S]}, 1 for segments that count
   */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record One(float[] heard, float[] clean, float[] seen, float[] mask) {}

  /** What a network is given. */
  public enum Sense {
    /** The sound as a student hears it. */
    HEARD,
    /** The sound without the noise. */
    CLEAN,
    /** The pictures. */
    SEEN;

    float[] of(One take) {
      return switch (this) {
        case HEARD -> take.heard;
        case CLEAN -> take.clean;
        case SEEN -> take.seen;
      };
    }
  }

  /** Returns the number of values of one segment. */
  public int width(Sense sense) {
    return sense.of(takes.get(0)).length / segments;
  }

  /** Returns the chosen takes for a network with these senses, in this order. */
  public SegmentBatch batch(List<Integer> chosen, List<Sense> senses) {
    List<float[]> values = new ArrayList<>();
    for (Sense sense : senses) {
      values.add(joined(chosen, number -> sense.of(takes.get(number))));
    }
    return new SegmentBatch(
        chosen.size(), values, joined(chosen, number -> takes.get(number).mask));
  }

  private static float[] joined(List<Integer> chosen, IntFunction<float[]> part) {
    if (chosen.isEmpty()) {
      return new float[0];
    }
    int size = part.apply(chosen.get(0)).length;
    float[] all = new float[chosen.size() * size];
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(part.apply(chosen.get(i)), 0, all, i * size, size);
    }
    return all;
  }

  /**
   * Returns the same takes with the pictures of others: a control in which seeing tells no more
   * than which label it was.
   *
   * @param from number of the take whose pictures each gets
   */
  public SegmentedTakes withPicturesOf(List<Integer> from) {
    List<One> changed = new ArrayList<>();
    for (int i = 0; i < takes.size(); i++) {
      One own = takes.get(i);
      changed.add(new One(own.heard, own.clean, takes.get(from.get(i)).seen, own.mask));
    }
    return new SegmentedTakes(segments, changed);
  }
}
