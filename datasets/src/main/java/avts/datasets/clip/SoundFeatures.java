package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.SampleSpan;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Reads the sound of a clip and computes its normalised features. Owns work space: belongs to one
 * thread at a time.
 */
final class SoundFeatures {
  private final int samples;
  private final LogFilterBank bank;
  private final FeatureNormalisation normalisation;

  SoundFeatures(ClipConfig clip, FilterBankConfig features, FeatureNormalisation normalisation) {
    this.samples = clip.samples(features.sampleRate());
    this.bank = new LogFilterBank(features);
    this.normalisation = normalisation;
  }

  /** Returns the number of windows in a clip. */
  int windows() {
    return bank.config().windows(samples);
  }

  /** Writes {@code [1, filters, windows]} values from {@code offset} on. */
  void read(MediaReader reader, Window window, SoundDraw draw, float[] target, int offset)
      throws MediaException {
    // The pre-emphasis needs the sample before the clip; before the file's first there is none.
    int before = window.startSample() == 0 ? 0 : 1;
    float[] sound =
        reader.readSamples(
            new SampleSpan(
                window.startSample() - before, samples + before, bank.config().sampleRate()));
    change(sound, draw);
    float preceding = before == 0 ? Float.NaN : sound[0];
    float[] clip = before == 0 ? sound : Arrays.copyOfRange(sound, 1, sound.length);
    bank.compute(clip, preceding, target, offset);
    finish(draw, target, offset);
  }

  /** Writes as many stored vectors, value by value as a filter bank lies. */
  void copy(FeatureTrack stored, Window window, SoundDraw draw, float[] target, int offset) {
    FilterBankConfig shape = bank.config();
    double hop = (double) shape.hopSamples() / shape.sampleRate();
    checkArgument(
        stored.dimensions() == shape.filters(),
        "features.filters must be %s, as many as the values of a stored vector, got %s",
        stored.dimensions(),
        shape.filters());
    checkArgument(
        Math.abs(stored.stepSeconds() - hop) < 1e-6,
        "features.hop_seconds must be %s, the step of the stored vectors, got %s",
        Double.valueOf(stored.stepSeconds()),
        Double.valueOf(hop));
    int windows = windows();
    long first = Math.round((double) window.startSample() / shape.hopSamples());
    for (int i = 0; i < windows; i++) {
      int vector = (int) Math.max(0, Math.min(stored.vectors() - 1, first + i));
      for (int value = 0; value < stored.dimensions(); value++) {
        target[offset + value * windows + i] =
            stored.values()[vector * stored.dimensions() + value];
      }
    }
    finish(draw, target, offset);
  }

  /** Normalises and masks. */
  private void finish(SoundDraw draw, float[] target, int offset) {
    int windows = windows();
    normalisation.apply(target, offset, windows);
    for (SoundDraw.Mask mask : draw.masks()) {
      for (int filter = 0; filter < mask.filters(); filter++) {
        int from = offset + (mask.firstFilter() + filter) * windows + mask.firstWindow();
        Arrays.fill(target, from, from + mask.windows(), 0);
      }
    }
  }

  /** Adds noise in proportion to the sound's own level, then applies the gain to both. */
  private static void change(float[] sound, SoundDraw draw) {
    if (draw.noise() > 0) {
      double squares = 0;
      for (float sample : sound) {
        squares += (double) sample * sample;
      }
      double level = draw.noise() * Math.sqrt(squares / sound.length);
      SplittableRandom random = new SplittableRandom(draw.noiseSeed());
      for (int i = 0; i < sound.length; i++) {
        sound[i] += (float) (level * random.nextGaussian());
      }
    }
    if (draw.gain() != 1) {
      for (int i = 0; i < sound.length; i++) {
        sound[i] *= (float) draw.gain();
      }
    }
  }
}
