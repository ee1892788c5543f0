package avts.distill.run;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The takes of {@link MadeSpeech} with a waveform: a tone between two silences that rises, falls or
 * stays.
 */
record MadeSounds(MadeSpeech speech, FilterBankConfig bank) implements TakeSet {
  private static final double SECONDS = 0.4;

  /** Returns the sound of a take at the filter bank's rate. */
  float[] waveform(Take take) {
    SplittableRandom random = new SplittableRandom(take.id().hashCode());
    float[] samples = new float[(int) Math.round(SECONDS * bank.sampleRate())];
    double slope =
        switch (take.label()) {
          case "A" -> 1;
          case "B" -> -1;
          default -> 0;
        };
    double late = 0.02 * random.nextDouble();
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      double time = i / (double) bank.sampleRate() - late;
      boolean sounds = time > 0.05 && time < 0.33;
      phase += 2 * Math.PI * (900 + 2000 * slope * (time - 0.2)) / bank.sampleRate();
      samples[i] = (float) ((sounds ? 0.3 * Math.sin(phase) : 0) + 0.003 * random.nextGaussian());
    }
    return samples;
  }

  @Override
  public String name() {
    return "made sounds";
  }

  @Override
  public List<Take> takes() {
    return speech.takes();
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public GrayVideo video(Take take) {
    return speech.video(take);
  }

  @Override
  public FeatureTrack sound(Take take) {
    return new LogFilterBank(bank).track(waveform(take), Float.NaN);
  }
}
