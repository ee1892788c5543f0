package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.machine.BackgroundThread;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.SampleSpan;
import java.nio.FloatBuffer;
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

  /**
   * Writes {@code [1, filters, windows]} values from {@code offset} on, taken from the kept
   * features where that gives the same bits.
   */
  void read(KeptSound sound, Window window, SoundDraw draw, float[] target, int offset)
      throws MediaException {
    if (draw.changesSound() || !isOnGrid(window) || !copy(sound, window, target, offset)) {
      Stretch stretch = stretch(sound.media(), window.startSample(), samples);
      change(stretch.samples, draw);
      stretch.features(bank, target, offset);
    }
    finish(draw, target, offset);
  }

  /** Every vector starts a whole number of hops behind sample 0, and none is filled up with 0. */
  private boolean isOnGrid(Window window) {
    return window.startSample() % bank.config().hopSamples() == 0 && length(windows()) <= samples;
  }

  /** Returns the samples that as many vectors take. */
  private int length(int vectors) {
    return (vectors - 1) * bank.config().hopSamples() + bank.config().windowSamples();
  }

  /** Returns false, with part of the values written, where features are not kept. */
  private boolean copy(KeptSound sound, Window window, float[] target, int offset)
      throws MediaException {
    KeptFeatures kept = sound.features();
    if (kept == null) {
      return false;
    }
    int filters = bank.config().filters();
    int windows = windows();
    int size = KeptFeatures.BLOCK;
    long first = window.startSample() / bank.config().hopSamples();
    for (int at = 0; at < windows; ) {
      FloatBuffer block =
          kept.block(
              Math.floorDiv(first + at, size),
              filters * size,
              number -> block(sound.media(), number));
      if (block == null) {
        return false;
      }
      int from = Math.floorMod(first + at, size);
      int count = Math.min(size - from, windows - at);
      for (int filter = 0; filter < filters; filter++) {
        block.get(filter * size + from, target, offset + filter * windows + at, count);
      }
      at += count;
    }
    return true;
  }

  private float[] block(MediaReader reader, long number) throws MediaException {
    int size = KeptFeatures.BLOCK;
    float[] values = new float[bank.config().filters() * size];
    stretch(reader, number * size * bank.config().hopSamples(), length(size))
        .features(bank, values, 0);
    return values;
  }

  /**
   * Sound with the sample before it.
   *
   * @param samples the sample before and the sound, or the sound alone
   * @param before 1 if there is a sample before, else 0
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Stretch(float[] samples, int before) {
    void features(LogFilterBank bank, float[] target, int offset) {
      float preceding = before == 0 ? Float.NaN : samples[0];
      float[] sound = before == 0 ? samples : Arrays.copyOfRange(samples, 1, samples.length);
      bank.compute(sound, preceding, target, offset);
    }
  }

  /** The pre-emphasis needs the sample before; before the file's first there is none. */
  private Stretch stretch(MediaReader reader, long start, int count) throws MediaException {
    BackgroundThread.giveWay();
    int before = start == 0 ? 0 : 1;
    SampleSpan span = new SampleSpan(start - before, count + before, bank.config().sampleRate());
    return new Stretch(reader.readSamples(span), before);
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
