package avts.datasets.synth;

import avts.datasets.synth.ActionMotion.Pose;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The sound of an action video: one law for every kind of motion, so that nothing is heard that is
 * not seen. The pitch follows height and size of the body, the loudness its turn; a tick marks each
 * jump or turning point.
 */
final class ActionSound {
  /** Octaves of pitch for one smaller side of height. */
  private static final double OCTAVES_PER_SIDE = 4;

  private static final double MEDIUM_DIAMETER = 0.25;

  /** Loudness where an outline's corner points away from the top, over that where it points up. */
  private static final double QUIETEST = 0.15;

  private static final double TICK_SECONDS = 0.006;
  private static final double PEAK = 0.5;

  private ActionSound() {}

  /**
   * Returns {@code samples} samples from time 0 on, in -1..1.
   *
   * @param random draws noise and its level
   */
  static float[] render(
      ActionLook look, ActionMotion motion, int samples, int sampleRate, RandomGenerator random) {
    double noise = Math.pow(10, -random.nextDouble(15, 30) / 20);
    double[] sound = new double[samples];
    double phase = 0;
    double loudest = 0;
    for (int n = 0; n < samples; n++) {
      Pose pose = motion.at(1e6 * n / sampleRate);
      double octaves =
          -OCTAVES_PER_SIDE * pose.y() - Math.log(pose.diameter() / MEDIUM_DIAMETER) / Math.log(2);
      phase += 2 * Math.PI * look.pitchHz() * Math.pow(2, octaves) / sampleRate;
      sound[n] =
          loudness(look, pose) * tone(look.overtones(), phase)
              + noise * (2 * random.nextDouble() - 1);
    }
    if (motion.kind().ticks()) {
      for (long cycle : motion.cycles()) {
        tick(sound, cycle * 1e-6 * sampleRate, sampleRate, random);
      }
    }
    for (double value : sound) {
      loudest = Math.max(loudest, Math.abs(value));
    }
    float[] scaled = new float[samples];
    for (int n = 0; n < samples; n++) {
      scaled[n] = (float) (PEAK * sound[n] / loudest);
    }
    return scaled;
  }

  private static double loudness(ActionLook look, Pose pose) {
    double up = 0.5 + 0.5 * Math.cos(look.symmetry() * pose.turn());
    return QUIETEST + (1 - QUIETEST) * up;
  }

  private static double tone(List<Double> overtones, double phase) {
    double sum = 0;
    for (int i = 0; i < overtones.size(); i++) {
      sum += overtones.get(i) * Math.sin((i + 1) * phase);
    }
    return sum;
  }

  private static void tick(double[] sound, double start, int sampleRate, RandomGenerator random) {
    double decay = TICK_SECONDS * sampleRate;
    int first = (int) Math.ceil(start);
    for (int n = first; n < first + 7 * decay; n++) {
      double value = 1.5 * Math.exp((start - n) / decay) * (2 * random.nextDouble() - 1);
      if (n >= 0 && n < sound.length) {
        sound[n] += value;
      }
    }
  }
}
