package avts.pretrain.eval.floor;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.Embedder;

/**
 * The envelope rule: loud where it moves. The score of a pair is the correlation of the sound's
 * level with the mean absolute difference of neighbouring pictures, picture by picture, at one lag.
 *
 * <p>Nothing is learned but the lag. Immutable and thread-safe.
 */
public final class EnvelopeRule implements Embedder {
  private static final int GREATEST_LAG = 3;

  private final ClipShape shape;
  private final int lag;

  /**
   * Creates the rule.
   *
   * @param lag pictures by which the sound follows the motion, -3 to 3; a clip must be longer
   */
  public EnvelopeRule(ClipShape shape, int lag) {
    checkArgument(
        Math.abs(lag) <= GREATEST_LAG && Math.abs(lag) + 2 < shape.frames(),
        "lag must lie in -3..3 and leave pictures to compare, got %s of %s pictures",
        lag,
        shape.frames());
    this.shape = shape;
    this.lag = lag;
  }

  /**
   * Chooses the lag with the highest mean correlation on {@code n} aligned clips.
   *
   * @param video {@code [n, C, T, H, W]}
   * @param audio {@code [n, 1, M, F]}
   */
  public static EnvelopeRule fit(ClipShape shape, float[] video, float[] audio, int n) {
    int greatest = Math.min(GREATEST_LAG, shape.frames() - 3);
    EnvelopeRule best = new EnvelopeRule(shape, 0);
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int lag = -greatest; lag <= greatest; lag++) {
      EnvelopeRule rule = new EnvelopeRule(shape, lag);
      float[] scores = rule.score(rule.embedVideo(video, n), rule.embedAudio(audio, n), n);
      double sum = 0;
      for (float score : scores) {
        sum += score;
      }
      if (sum > bestScore) {
        bestScore = sum;
        best = rule;
      }
    }
    return best;
  }

  /** Returns the pictures by which the sound follows the motion. */
  public int lag() {
    return lag;
  }

  /** Returns how much each picture but the first differs from the one before it. */
  @Override
  public float[] embedVideo(float[] video, int n) {
    float[] motion = new float[n * embeddingSize()];
    for (int clip = 0; clip < n; clip++) {
      for (int frame = 1; frame < shape.frames(); frame++) {
        double sum = 0;
        for (int pixel = 0; pixel < shape.pixels(); pixel++) {
          sum +=
              Math.abs(
                  shape.gray(video, clip, frame, pixel)
                      - shape.gray(video, clip, frame - 1, pixel));
        }
        motion[clip * embeddingSize() + frame - 1] = (float) (sum / shape.pixels());
      }
    }
    return motion;
  }

  /** Returns the mean log energy while each picture but the first is shown. */
  @Override
  public float[] embedAudio(float[] audio, int n) {
    float[] level = new float[n * embeddingSize()];
    for (int clip = 0; clip < n; clip++) {
      double[][] bands = shape.bandsByFrame(audio, clip);
      for (int frame = 1; frame < shape.frames(); frame++) {
        double sum = 0;
        for (double band : bands[frame]) {
          sum += band;
        }
        level[clip * embeddingSize() + frame - 1] = (float) (sum / shape.filters());
      }
    }
    return level;
  }

  @Override
  public float[] score(float[] video, float[] audio, int n) {
    int size = embeddingSize();
    float[] scores = new float[n];
    for (int pair = 0; pair < n; pair++) {
      int from = pair * size;
      scores[pair] =
          (float)
              Correlation.of(
                  video,
                  from + Math.max(0, -lag),
                  audio,
                  from + Math.max(0, lag),
                  size - Math.abs(lag));
    }
    return scores;
  }

  @Override
  public int embeddingSize() {
    return shape.frames() - 1;
  }
}
