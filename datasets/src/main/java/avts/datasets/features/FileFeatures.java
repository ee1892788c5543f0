package avts.datasets.features;

import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.media.WholeSound;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.NpyFile;
import avts.datasets.time.SampleSpan;

/** Computes what {@code avts features} writes; each result names its own shape. */
public final class FileFeatures {
  /** Windows computed from one stretch of sound, so that long files need not fit into memory. */
  private static final int BLOCK = 4096;

  private FileFeatures() {}

  /**
   * Computes the log filter bank of all sound in a file, at the file's own sample rate, not
   * normalised. The first sample is the sound stream's first, wherever on the timeline it lies.
   *
   * @param settings window, hop and filters; the sample rate is replaced by the file's, and the
   *     transform grows where the window would not fit
   * @return {@code [1, filters, windows]}
   * @throws MediaException if the file cannot be read, has no sound or does not tell how much
   */
  public static NpyFile.Array wholeSound(MediaSource source, FilterBankConfig settings)
      throws MediaException {
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      SampleSpan all = WholeSound.span(source, reader.info());
      return features(reader, all, settings.atSampleRate(all.rate()));
    }
  }

  /**
   * Reads the pictures of one clip exactly as the network sees them in evaluation.
   *
   * @param window the clip's place; its file index is not used
   * @return {@code [channels, frames, size, size]}
   * @throws MediaException if the file cannot be read or is shorter than the clip
   */
  public static NpyFile.Array networkVideo(MediaSource source, ClipReader clips, Window window)
      throws MediaException {
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      float[] video = new float[clips.videoLength()];
      clips.readVideo(reader, window, null, video, 0);
      return new NpyFile.Array(video, clips.videoShape());
    }
  }

  /**
   * Computes the features of one clip exactly as the network sees them in evaluation.
   *
   * @param window the clip's place; its file index is not used
   * @return {@code [1, filters, windows]}
   * @throws MediaException if the file cannot be read or has no sound
   */
  public static NpyFile.Array networkAudio(MediaSource source, ClipReader clips, Window window)
      throws MediaException {
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      float[] audio = new float[clips.audioLength()];
      clips.readAudio(reader, window, null, audio, 0);
      return new NpyFile.Array(audio, clips.audioShape());
    }
  }

  private static NpyFile.Array features(
      MediaReader reader, SampleSpan all, FilterBankConfig settings) throws MediaException {
    LogFilterBank bank = new LogFilterBank(settings);
    int windows = settings.windows(all.count());
    float[] features = new float[Math.multiplyExact(settings.filters(), windows)];
    for (int first = 0; first < windows; first += BLOCK) {
      int count = Math.min(BLOCK, windows - first);
      int begin = first * settings.hopSamples();
      int end = begin + (count - 1) * settings.hopSamples() + settings.windowSamples();
      // The last window is padded with zeros after the pre-emphasis: it must not read on.
      int samples = Math.min(end, all.count()) - begin;
      float[] sound = reader.readSamples(new SampleSpan(all.start() + begin, samples, all.rate()));
      float preceding = Float.NaN;
      if (begin > 0) {
        preceding = reader.readSamples(new SampleSpan(all.start() + begin - 1, 1, all.rate()))[0];
      }
      float[] block = bank.compute(sound, preceding);
      for (int filter = 0; filter < settings.filters(); filter++) {
        System.arraycopy(block, filter * count, features, filter * windows + first, count);
      }
    }
    return new NpyFile.Array(features, new int[] {1, settings.filters(), windows});
  }
}
