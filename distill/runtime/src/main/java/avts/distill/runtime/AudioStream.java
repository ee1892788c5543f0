package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkState;

import avts.datasets.signal.Resampler;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SlidingWindows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sound that comes in bit by bit. Each clip is read as soon as its last sample (and the few behind
 * it that resampling looks at) is there; what comes out is the same bit for bit however the sound
 * is divided.
 *
 * <p>Belongs to one thread at a time, and to a bundle, which must stay open; several streams of one
 * bundle may run at the same time. Memory does not grow with the length of the sound.
 */
public final class AudioStream {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final SoundEncoder encoder;
  private final List<String> labels;
  private final SoundFormat format;
  private final SlidingWindows windows;
  private final SoundFeed feed;
  private long clips;
  private boolean finished;

  AudioStream(
      SoundEncoder encoder, List<String> labels, SoundFormat format, SlidingWindows windows) {
    this.encoder = encoder;
    this.labels = labels;
    this.format = format;
    this.windows = windows;
    this.feed = new SoundFeed(new Resampler(format.sampleRate(), windows.grid().sampleRate()));
  }

  /**
   * Takes any number of samples.
   *
   * @param samples in -1..1, beyond which they are cut; of several channels they alternate, and
   *     their mean is taken
   * @return what is new, mostly nothing
   * @throws IllegalArgumentException if a sample is not finite, or channels are incomplete; nothing
   *     is taken then
   * @throws IllegalStateException if the stream was finished or the bundle closed
   */
  public List<Reading> push(float[] samples) {
    checkState(!finished, "the stream was finished: open another one");
    feed.add(format.mono(samples));
    List<Reading> readings = new ArrayList<>();
    while (feed.reaches(endSample())) {
      readings.add(next());
    }
    return readings;
  }

  /** Takes 16-bit samples, see {@link #push(float[])}. */
  public List<Reading> push(short[] samples) {
    float[] scaled = new float[samples.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = samples[i] / 32_768f;
    }
    return push(scaled);
  }

  /**
   * Ends the sound and returns the clips that lie wholly in it and were not read yet. There are
   * none where the whole sound is shorter than a clip.
   */
  public List<Reading> finish() {
    checkState(!finished, "the stream was finished before");
    finished = true;
    long end = feed.received() * MICROS_PER_SECOND / format.sampleRate();
    List<Reading> readings = new ArrayList<>();
    while (windows.start(clips) <= windows.lastStart(end)) {
      readings.add(next());
    }
    return readings;
  }

  /** Returns the seconds of sound that came in. */
  public double seconds() {
    return (double) feed.received() / format.sampleRate();
  }

  private long startSample(long clip) {
    return windows.grid().sampleAt(windows.start(clip));
  }

  private long endSample() {
    return startSample(clips) + FeatureSettings.samples(windows.grid());
  }

  private Reading next() {
    long frame = windows.start(clips);
    long start = startSample(clips);
    long end = endSample();
    clips++;
    // The pre-emphasis needs the sample before a clip; before the sound's first there is none.
    float[] sound = feed.take(Math.max(0, start - 1), end, Math.max(0, startSample(clips) - 1));
    float preceding = start == 0 ? Float.NaN : sound[0];
    float[] samples = start == 0 ? sound : Arrays.copyOfRange(sound, 1, sound.length);
    float[] values = encoder.encode(samples, preceding);
    ClipGrid grid = windows.grid();
    return Reading.of(
        windows.seconds(frame), windows.seconds(frame + grid.frames()), values, labels);
  }
}
