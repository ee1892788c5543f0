package avts.datasets.media;

import avts.datasets.signal.WavFile;
import avts.datasets.time.SampleSpan;
import java.io.IOException;
import java.nio.file.Path;

/** All sound of a file, from its stream's first sample to the last, wherever on the timeline. */
public final class WholeSound {
  private static final long MICROS = 1_000_000;

  private WholeSound() {}

  /**
   * Returns where the sound of a file lies, at the file's own sample rate.
   *
   * @param source what {@code info} is of, for messages
   * @throws MediaException if there is no sound, or the file does not tell how much
   */
  public static SampleSpan span(MediaSource source, MediaInfo info) throws MediaException {
    MediaInfo.Audio audio = info.audio();
    if (audio == null) {
      throw new MediaException(source, "there is no sound stream");
    }
    int rate = audio.sampleRate();
    int samples = Math.toIntExact(samples(audio.durationMicros(), rate));
    if (samples == 0) {
      throw new MediaException(source, "the sound stream is empty or does not tell its length");
    }
    return new SampleSpan(samples(audio.startMicros(), rate), samples, rate);
  }

  /**
   * Writes the sound of a file as WAV, 16-bit mono PCM at the file's own sample rate.
   *
   * @param wav replaced where it exists
   * @throws MediaException if the file cannot be decoded, has no sound or does not tell how much
   * @throws IOException if {@code wav} cannot be written
   */
  public static void writeWav(MediaSource source, Path wav) throws MediaException, IOException {
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      SampleSpan all = span(source, reader.info());
      WavFile.write(wav, reader.readSamples(all), all.rate());
    }
  }

  /** Returns the sample nearest to a time. */
  private static long samples(long micros, int rate) {
    return Math.floorDiv(Math.multiplyExact(micros, (long) rate) + MICROS / 2, MICROS);
  }
}
