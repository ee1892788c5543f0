package avts.pretrain.model;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of the two-tower network.
 *
 * @param video the video encoder
 * @param audio the audio encoder
 * @param head the two embedding heads
 * @param batchNormEpsilon added to the variance in every batch norm, over 0 and up to 0.1
 */
public record NetworkConfig(Video video, Audio audio, Head head, double batchNormEpsilon) {

  /** Arrangement of 2D and 3D convolutions. */
  public enum Arch {
    /** First stage 3D, the others 2D in space. */
    MC2_18,
    /** First two stages 3D, the others 2D in space (torchvision's mc3_18). */
    MC3_18,
    /** All stages 3D. */
    R3D_18,
    /** All stages 2D in space followed by 1D in time. */
    R2PLUS1D_18,
    /** Every stage 2D in space: each frame alone, for the single-frame baseline. */
    FRAME_2D
  }

  /**
   * Settings of the video encoder.
   *
   * @param arch arrangement of convolutions
   * @param width multiplier of all numbers of channels, 0.01 to 4
   * @param residual whether blocks have shortcuts (AVTS has none)
   * @param stemStride step in space of the first convolution, 1 to 8 pixels (2 in the papers)
   */
  public record Video(Arch arch, double width, boolean residual, int stemStride) {

    /** Checks every range. */
    public Video {
      checkWidth(width);
      checkArgument(
          stemStride >= 1 && stemStride <= 8, "stem_stride must lie in 1..8, got %s", stemStride);
    }
  }

  /**
   * Settings of the audio encoder.
   *
   * @param width multiplier of all numbers of channels, 0.01 to 4
   * @param stemStride step of the pooling after the first convolution, 1 to 4 (1 in the papers)
   */
  public record Audio(double width, int stemStride) {

    /** Checks every range. */
    public Audio {
      checkWidth(width);
      checkArgument(
          stemStride >= 1 && stemStride <= 4, "stem_stride must lie in 1..4, got %s", stemStride);
    }
  }

  /**
   * Settings of the embedding heads.
   *
   * @param hidden units of the hidden layer, 1 to 65536
   * @param size length of one time step of an embedding, 1 to 65536
   * @param timeSteps time steps that an embedding keeps, 1 (pooled over time, as in the paper) to
   *     1024
   */
  public record Head(int hidden, int size, int timeSteps) {

    /** Checks every range. */
    public Head {
      checkArgument(hidden >= 1 && hidden <= 65536, "hidden must lie in 1..65536, got %s", hidden);
      checkArgument(size >= 1 && size <= 65536, "size must lie in 1..65536, got %s", size);
      checkArgument(
          timeSteps >= 1 && timeSteps <= 1024, "time_steps must lie in 1..1024, got %s", timeSteps);
    }

    /** Returns the length of a whole embedding. */
    public int embeddingSize() {
      return size * timeSteps;
    }
  }

  /** Checks every range. */
  public NetworkConfig {
    checkArgument(
        batchNormEpsilon > 0 && batchNormEpsilon <= 0.1,
        "batch_norm_epsilon must lie in (0, 0.1], got %s",
        batchNormEpsilon);
  }

  private static void checkWidth(double width) {
    checkArgument(width >= 0.01 && width <= 4, "width must lie in 0.01..4, got %s", width);
  }

  /**
   * Returns {@code channels * width}; unless width is 1, rounded to a multiple of 8 (which the
   * convolutions work in) from 8 on, to a whole number of at least 1 below.
   */
  static int scaled(int channels, double width) {
    if (width == 1) {
      return channels;
    }
    double exact = channels * width;
    return exact >= 8
        ? 8 * Math.toIntExact(Math.round(exact / 8))
        : Math.max(1, Math.toIntExact(Math.round(exact)));
  }
}
