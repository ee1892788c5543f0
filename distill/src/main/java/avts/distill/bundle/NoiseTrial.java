package avts.distill.bundle;

import avts.distill.runtime.AudioStream;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.FeatureSettings;
import avts.distill.runtime.Reading;
import avts.distill.runtime.SoundFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Compares what a bundle gives for two clips of noise with what the network that it was made of
 * gives: one is loud, the other soft and with sound before it.
 */
final class NoiseTrial implements BundleWriter.Trial {
  /** Largest difference between the two, in parts of the largest value but at least of 1. */
  private static final double TOLERANCE = 1e-4;

  private final Original original;
  private double difference = Double.NaN;

  /** What a bundle was made of. */
  @FunctionalInterface
  interface Original {
    /**
     * Returns what it gives for a clip.
     *
     * @param samples at the filter bank's rate
     * @param preceding the sample before them, NaN where the sound begins with them
     */
    float[] of(float[] samples, float preceding);
  }

  NoiseTrial(Original original) {
    this.original = original;
  }

  /** Returns the difference that was found, in parts of the largest value but at least of 1. */
  double difference() {
    return difference;
  }

  @Override
  public void of(Path folder) throws IOException {
    difference = measured(folder);
    if (!(difference <= TOLERANCE)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the exported model differs from the network by %.2g of the largest value, more than"
                  + " %.0g: it was not kept",
              difference,
              TOLERANCE));
    }
  }

  private double measured(Path folder) throws IOException {
    try (Bundle bundle = Bundle.open(folder)) {
      FeatureSettings settings = bundle.settings();
      int length = settings.clipSamples();
      SplittableRandom random = new SplittableRandom(1);
      float[] sound = new float[2 * length];
      for (int i = 0; i < sound.length; i++) {
        sound[i] = (i < length ? 0.5f : 0.02f) * (2 * random.nextFloat() - 1);
      }
      AudioStream stream =
          bundle.stream(SoundFormat.mono(settings.bank().sampleRate()), settings.clipSeconds());
      List<Reading> readings = new ArrayList<>(stream.push(sound));
      readings.addAll(stream.finish());
      double largest = 1;
      double apart = 0;
      for (int clip = 0; clip < readings.size(); clip++) {
        int from = clip * length;
        float[] expected =
            original.of(
                Arrays.copyOfRange(sound, from, from + length),
                clip == 0 ? Float.NaN : sound[from - 1]);
        float[] found = readings.get(clip).values();
        for (int i = 0; i < expected.length; i++) {
          largest = Math.max(largest, Math.abs(expected[i]));
          apart = Math.max(apart, Math.abs(expected[i] - found[i]));
        }
      }
      return apart / largest;
    }
  }
}
