package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A test file whose black pictures flash white at known instants, three pictures long, with a beep
 * beginning at each flash; and the measurement of what a reader makes of it.
 *
 * <p>The beep is a short rising sweep laid out in continuous time, so that its onset need not lie
 * on the sample grid and its position is found to a fraction of a sample by correlation.
 *
 * @param format how the file is encoded, with both streams and their start offsets
 * @param pictures number of pictures
 * @param flashes numbers of the pictures at which a flash begins, ascending, each 250 ms from the
 *     next and from both ends of the file
 * @param pictureMicros when each picture is shown, in microseconds after the stream's start; empty
 *     for the format's constant rate
 */
public record FlashBeep(
    OutputFormat format, int pictures, List<Integer> flashes, List<Long> pictureMicros) {
  private static final double BEEP_SECONDS = 0.06;
  private static final double LOWEST_HERTZ = 400;
  private static final double HIGHEST_HERTZ = 3400;

  /** Long enough for grids with fewer frames than the file to see each flash. */
  private static final int FLASH_PICTURES = 3;

  /** How far around the expected instant a beep is looked for. */
  private static final double SEARCH_SECONDS = 0.1;

  private static final long MICROS = 1_000_000;

  /** Copies the lists. */
  public FlashBeep {
    checkArgument(
        format.video() != null && format.audio() != null, "flash and beep need both streams");
    checkArgument(
        pictureMicros.isEmpty() || pictureMicros.size() == pictures,
        "%s timestamps for %s pictures",
        pictureMicros.size(),
        pictures);
    flashes = List.copyOf(flashes);
    pictureMicros = List.copyOf(pictureMicros);
  }

  /**
   * What a reader made of the flashes, in their order.
   *
   * @param frameErrors frames by which each flash was recovered late (negative: early)
   * @param soundErrorMicros microseconds by which each beep was recovered late
   */
  public record Recovery(List<Integer> frameErrors, List<Double> soundErrorMicros) {
    /** Copies the lists. */
    public Recovery {
      frameErrors = List.copyOf(frameErrors);
      soundErrorMicros = List.copyOf(soundErrorMicros);
    }

    /** Returns the largest error of a flash in frames, regardless of sign. */
    public int worstFrameError() {
      return frameErrors.stream().mapToInt(Math::abs).max().orElse(0);
    }

    /** Returns the largest error of a beep in microseconds, regardless of sign. */
    public double worstSoundErrorMicros() {
      return soundErrorMicros.stream().mapToDouble(Math::abs).max().orElse(0);
    }
  }

  /** Returns the pattern of {@code seconds} at a constant rate with two flashes a second. */
  public static FlashBeep regular(OutputFormat format, int seconds) {
    OutputFormat.Video video = checkNotNull(format.video());
    double rate = video.rate().perSecond();
    List<Integer> flashes = new ArrayList<>();
    // Steps of 0.46 s: the flashes fall on ever other places of any frame grid.
    for (double at = 0.3; at < seconds - 0.3; at += 0.46) {
      flashes.add((int) Math.round(at * rate));
    }
    return new FlashBeep(format, (int) Math.round(seconds * rate), flashes, List.of());
  }

  /** Writes the file. */
  public void write(Path file) throws MediaException {
    OutputFormat.Video video = checkNotNull(format.video());
    OutputFormat.Audio audio = checkNotNull(format.audio());
    byte[] black = new byte[video.width() * video.height() * 3];
    byte[] white = new byte[black.length];
    Arrays.fill(white, (byte) 255);
    float[] sound = sound(audio);
    int written = 0;
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int n = 0; n < pictures; n++) {
        int number = n;
        boolean lit = flashes.stream().anyMatch(f -> f <= number && number < f + FLASH_PICTURES);
        byte[] picture = lit ? white : black;
        if (pictureMicros.isEmpty()) {
          writer.writeFrame(picture);
        } else {
          writer.writeFrame(picture, pictureMicros.get(n));
        }
        // In step with the pictures, as the writer asks.
        int due = (int) Math.min(sound.length, (n + 1L) * sound.length / pictures);
        due -= due % audio.channels();
        writer.writeSamples(Arrays.copyOfRange(sound, written, due));
        written = due;
      }
      writer.finish();
    }
  }

  /**
   * Finds the flashes and beeps in what {@code reader} returns.
   *
   * @param grid frame rate at which the pictures are asked for, which need not be the file's
   * @param sampleRate sample rate at which the sound is asked for, at least 8000
   */
  public Recovery measure(MediaReader reader, FrameRate grid, int sampleRate)
      throws MediaException {
    List<Integer> frameErrors = new ArrayList<>();
    List<Double> soundErrors = new ArrayList<>();
    for (int flash : flashes) {
      long expected = firstFrameAt(flash, grid);
      int around = (int) Math.ceil(grid.perSecond() * SEARCH_SECONDS);
      VideoFrames frames =
          reader.readFrames(new FrameSpan(expected - around, 2 * around + 1, grid), 0);
      frameErrors.add(firstWhite(frames) - around);
      soundErrors.add(beepError(reader, seconds(flash), sampleRate));
    }
    return new Recovery(frameErrors, soundErrors);
  }

  /** Index on {@code grid} of the first instant at or after picture {@code number}'s timestamp. */
  private long firstFrameAt(int number, FrameRate grid) {
    OutputFormat.Video video = checkNotNull(format.video());
    FrameRate rate = video.rate();
    long micros = video.startMicros();
    long scale = rate.numerator();
    // In units of 1 / (10^6 * scale) seconds, which hold the start and every picture exactly.
    long units =
        pictureMicros.isEmpty()
            ? micros * scale + (long) number * rate.denominator() * MICROS
            : (micros + pictureMicros.get(number)) * scale;
    return -Math.floorDiv(
        -Math.multiplyExact(units, (long) grid.numerator()), MICROS * scale * grid.denominator());
  }

  private double seconds(int number) {
    OutputFormat.Video video = checkNotNull(format.video());
    double after =
        pictureMicros.isEmpty()
            ? number / video.rate().perSecond()
            : pictureMicros.get(number) / (double) MICROS;
    return video.startMicros() / (double) MICROS + after;
  }

  /** Number of the first picture whose middle is white; one past the last where none is. */
  private static int firstWhite(VideoFrames frames) {
    int bytes = frames.height() * frames.width() * 3;
    for (int k = 0; k < frames.frames(); k++) {
      int middle = k * bytes + (frames.height() / 2 * frames.width() + frames.width() / 2) * 3;
      if (Byte.toUnsignedInt(frames.rgb()[middle]) > 127) {
        return k;
      }
    }
    return frames.frames();
  }

  /** The whole sound track, channels interleaved, all alike. */
  private float[] sound(OutputFormat.Audio audio) {
    int rate = audio.sampleRate();
    double end = seconds(pictures - 1) - audio.startMicros() / (double) MICROS;
    int samples = (int) Math.ceil(end * rate);
    float[] sound = new float[samples * audio.channels()];
    for (int flash : flashes) {
      double onset = seconds(flash) - audio.startMicros() / (double) MICROS;
      int first = Math.max(0, (int) Math.floor(onset * rate));
      int last = Math.min(samples, first + (int) (BEEP_SECONDS * rate) + 2);
      for (int n = first; n < last; n++) {
        float value = (float) beep((double) n / rate - onset);
        Arrays.fill(sound, n * audio.channels(), (n + 1) * audio.channels(), value);
      }
    }
    return sound;
  }

  /** The beep {@code seconds} after its onset. */
  private static double beep(double seconds) {
    if (seconds < 0 || seconds >= BEEP_SECONDS) {
      return 0;
    }
    double sweep = (HIGHEST_HERTZ - LOWEST_HERTZ) / BEEP_SECONDS;
    double phase = 2 * Math.PI * (LOWEST_HERTZ + sweep * seconds / 2) * seconds;
    // Short ramps: the steps of a gate would hide in what codecs cut off.
    double edge = Math.min(1, Math.min(seconds, BEEP_SECONDS - seconds) / 0.004);
    return 0.7 * edge * Math.sin(phase);
  }

  /** Microseconds between the place of best correlation and {@code onset}. */
  private static double beepError(MediaReader reader, double onset, int sampleRate)
      throws MediaException {
    checkArgument(sampleRate >= 8000, "sample rate must be at least 8000, got %s", sampleRate);
    int reach = (int) Math.round(SEARCH_SECONDS * sampleRate);
    int length = (int) Math.ceil(BEEP_SECONDS * sampleRate) + 1;
    long centre = Math.round(onset * sampleRate);
    float[] sound =
        reader.readSamples(new SampleSpan(centre - reach, 2 * reach + length, sampleRate));
    double[] wanted = new double[length];
    for (int n = 0; n < length; n++) {
      wanted[n] = beep((centre + n) / (double) sampleRate - onset);
    }
    double[] match = new double[2 * reach];
    int best = 1;
    for (int shift = 0; shift < match.length; shift++) {
      for (int n = 0; n < length; n++) {
        match[shift] += wanted[n] * sound[shift + n];
      }
      if (shift > 0 && shift < match.length - 1 && match[shift] > match[best]) {
        best = shift;
      }
    }
    double before = match[best - 1];
    double after = match[best + 1];
    double bend = before - 2 * match[best] + after;
    double fraction = bend == 0 ? 0 : 0.5 * (before - after) / bend;
    return (best + fraction - reach) * MICROS / sampleRate;
  }
}
