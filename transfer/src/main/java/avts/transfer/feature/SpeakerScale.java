package avts.transfer.feature;

import avts.datasets.take.Take;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.SafetensorsReader;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Vectors with mean 0 and deviation 1 over the known takes: of each speaker alone, or of all of
 * them where speakers are not made alike. Immutable.
 */
public final class SpeakerScale {
  private final SpeakerNorm norm;
  private final SpeakerStatistics statistics;

  private SpeakerScale(SpeakerNorm norm, SpeakerStatistics statistics) {
    this.norm = norm;
    this.statistics = statistics;
  }

  /**
   * Finds mean and deviation of each value of a step's vector; with {@link SpeakerNorm#TRAJECTORY}
   * of each value at each step.
   *
   * @param takes all takes of the set
   * @param vectors their vectors
   * @param known takes that are looked at; nothing is learned from the others
   */
  public static SpeakerScale fit(
      SpeakerNorm norm, List<Take> takes, StepVectors vectors, Collection<Integer> known) {
    int length =
        norm == SpeakerNorm.TRAJECTORY ? vectors.steps() * vectors.width() : vectors.width();
    return new SpeakerScale(norm, SpeakerStatistics.of(takes, vectors.rows(), length, known));
  }

  /**
   * Reads what {@link #tensors} gave.
   *
   * @throws IOException if an array is missing
   */
  public static SpeakerScale read(SpeakerNorm norm, SafetensorsReader file) throws IOException {
    return new SpeakerScale(norm, SpeakerStatistics.read(file));
  }

  /** Returns what was fitted, for a file. */
  public List<NamedTensor> tensors() {
    return statistics.tensors();
  }

  /** Returns the scaled vectors of all takes. */
  public StepVectors apply(List<Take> takes, StepVectors vectors) {
    return new StepVectors(
        vectors.steps(),
        vectors.width(),
        norm == SpeakerNorm.NONE
            ? vectors.rows().stream().map(statistics::applyToAnybody).toList()
            : statistics.applyToAll(takes, vectors.rows()));
  }

  /** Returns the scaled values of one take; a speaker who was not known is like all. */
  public float[] apply(String speaker, float[] values) {
    return norm == SpeakerNorm.NONE
        ? statistics.applyToAnybody(values)
        : statistics.apply(speaker, values);
  }
}
