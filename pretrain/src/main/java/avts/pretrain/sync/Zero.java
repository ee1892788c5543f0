package avts.pretrain.sync;

import java.util.Locale;

/**
 * What a model takes for "in step". A network learns the offset of its own training files as zero;
 * where that lies in truth is measured on material whose offset is known.
 *
 * @param millis offset that the model sees in material that is in step; subtracted from what it
 *     measures
 * @param source how that is known
 * @param files number of files it was measured on
 * @param deviationMillis standard deviation over them, in milliseconds
 */
public record Zero(double millis, Source source, int files, double deviationMillis) {

  /** How the zero of a model is known. */
  public enum Source {
    /** It is not: offsets are relative to the mean offset of the training files. */
    TRAINING_SET,
    /** Measured on generated files that are in step by construction. */
    GENERATED,
    /** Measured on clips of which the user says that they are in step. */
    REFERENCE;

    /** Returns the name in reports. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the zero of a model that nothing is known of. */
  public static Zero unknown() {
    return new Zero(0, Source.TRAINING_SET, 0, 0);
  }

  /** Returns whether offsets can be taken for true ones. */
  public boolean known() {
    return source != Source.TRAINING_SET;
  }

  /** Returns one line for people. */
  public String describe() {
    return switch (source) {
      case TRAINING_SET -> "zero relative to the training set (not measured)";
      case GENERATED ->
          String.format(
              Locale.ROOT,
              "zero at %+.1f ms, measured on %d generated files in step (deviation %.1f ms)",
              millis,
              files,
              deviationMillis);
      case REFERENCE ->
          String.format(
              Locale.ROOT,
              "zero at %+.1f ms, measured on %d reference clips (deviation %.1f ms)",
              millis,
              files,
              deviationMillis);
    };
  }
}
