package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.Resampler;
import avts.datasets.signal.WavFile;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SlidingWindows;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An audio model with all that it needs: what {@code avts export} writes.
 *
 * <pre>{@code
 * try (Bundle bundle = Bundle.open(Path.of("bundle"))) {
 *   for (Reading reading : bundle.read(Path.of("speech.wav"))) {
 *     System.out.println(reading.startSeconds() + " s: " + Arrays.toString(reading.values()));
 *   }
 * }
 * }</pre>
 *
 * <p>Thread-safe; each clip is computed by the thread that asks for it.
 */
public final class Bundle implements AutoCloseable {
  /** File of a bundle with the network. */
  public static final String MODEL = "model.onnx";

  /** Samples of a whole file that are handed on at once. */
  private static final int BLOCK = 1 << 16;

  private static final double LONGEST_SECONDS = 3_600;

  private final BundleFiles files;
  private final Network network;

  private Bundle(BundleFiles files, Network network) {
    this.files = files;
    this.network = network;
  }

  /**
   * Opens a bundle, whose clips are computed by one thread each.
   *
   * @throws BundleException if a file is missing or was altered, or the files do not fit together
   * @throws IOException if a file cannot be read
   */
  // Handed on to the caller.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static Bundle open(Path folder) throws IOException {
    return open(folder, 1);
  }

  /**
   * Opens a bundle.
   *
   * @param threads threads that share the work of one clip, 1 to 256
   * @throws BundleException if a file is missing or was altered, or the files do not fit together
   * @throws IOException if a file cannot be read
   */
  // Handed on to the caller.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static Bundle open(Path folder, int threads) throws IOException {
    checkArgument(threads >= 1 && threads <= 256, "threads must lie in 1..256, got %s", threads);
    // Hashing the files and loading the native library take about as long: side by side.
    Thread library = new Thread(Network::loadLibrary, "avts-onnxruntime");
    library.setDaemon(true);
    // What goes wrong there goes wrong again below, and is told there; where the files are refused
    // first, the process may end while the library is being loaded.
    library.setUncaughtExceptionHandler((thread, failure) -> {});
    library.start();
    BundleFiles files = BundleFiles.read(folder);
    String name = folder.resolve(MODEL).toString();
    return new Bundle(files, Network.load(files.model(), files.settings().arrays(), name, threads));
  }

  /** Returns how sound is turned into what the model takes. */
  public FeatureSettings settings() {
    return files.settings();
  }

  /** Returns the names of the classes in their order, none for a model that gives vectors. */
  public List<String> labels() {
    return files.labels();
  }

  /** Returns where the model comes from. */
  public BundleOrigin origin() {
    return files.origin();
  }

  /** Returns clips of the bundle's own length and hop. */
  public SlidingWindows windows() {
    return settings().windows();
  }

  /**
   * Returns clips of the bundle's own length.
   *
   * @param hopSeconds distance of two clips' beginnings, at least one frame of the bundle's grid
   */
  public SlidingWindows windows(double hopSeconds) {
    return new SlidingWindows(windows().grid(), hopSeconds);
  }

  /**
   * Returns clips of any length, for a model on segments.
   *
   * @param lengthSeconds length of a clip, rounded to frames of the bundle's grid
   * @param hopSeconds distance of two clips' beginnings, at least one frame
   */
  public SlidingWindows windows(double lengthSeconds, double hopSeconds) {
    ClipGrid grid = windows().grid();
    checkArgument(
        lengthSeconds > 0 && lengthSeconds <= LONGEST_SECONDS,
        "a clip's length must lie between 0 and %s s, got %s",
        LONGEST_SECONDS,
        lengthSeconds);
    int frames = Math.max(1, (int) Math.rint(lengthSeconds * grid.rate().perSecond()));
    return new SlidingWindows(new ClipGrid(frames, grid.rate(), grid.sampleRate()), hopSeconds);
  }

  /**
   * Reads a whole WAV file, see {@link WavFile#read}: a model on segments is given all of it at
   * once, a model of clips one clip after another at the bundle's own hop.
   *
   * @return what the model on segments gives, or the clips that lie wholly in the file, at least
   *     one
   * @throws IOException if it is no WAV file, is shorter than a clip (for a model on segments than
   *     a window of the filter bank), or holds samples that are not finite; the message names the
   *     file
   */
  public List<Reading> read(Path wav) throws IOException {
    if (settings().segments() == null) {
      return read(wav, windows());
    }
    WavFile sound = sound(wav);
    try {
      return List.of(whole(wav, sound));
    } catch (IllegalArgumentException e) {
      throw new IOException(wav + ": " + e.getMessage(), e);
    }
  }

  private static WavFile sound(Path wav) throws IOException {
    WavFile sound = WavFile.read(wav);
    if (sound.samples().length == 0) {
      throw new IOException(wav + " holds no samples");
    }
    return sound;
  }

  private Reading whole(Path wav, WavFile sound) throws IOException {
    FilterBankConfig bank = settings().bank();
    SoundFormat format = SoundFormat.mono(sound.sampleRate());
    SoundFeed feed = new SoundFeed(new Resampler(format.sampleRate(), bank.sampleRate()));
    feed.add(sound.samples());
    double seconds = (double) feed.received() / format.sampleRate();
    long end = Math.round(seconds * bank.sampleRate());
    if (end < bank.windowSamples()) {
      throw new IOException(
          wav
              + " lasts "
              + seconds
              + " s, a window of the filter bank "
              + bank.windowSeconds()
              + " s: it is too short");
    }
    float[] values = SoundEncoder.of(network, settings()).encode(feed.take(0, end, end), Float.NaN);
    return Reading.of(0, seconds, values, labels());
  }

  /** Reads the clips of a WAV file at another hop, see {@link #read(Path, SlidingWindows)}. */
  public List<Reading> read(Path wav, double hopSeconds) throws IOException {
    return read(wav, windows(hopSeconds));
  }

  /**
   * Reads the clips of a WAV file, see {@link WavFile#read}.
   *
   * @param windows clips of the bundle's own length; a model on segments takes any
   * @return the clips that lie wholly in the file, at least one
   * @throws IOException if it is no WAV file, is shorter than a clip, or holds samples that are not
   *     finite; the message names the file
   */
  public List<Reading> read(Path wav, SlidingWindows windows) throws IOException {
    WavFile sound = sound(wav);
    try {
      AudioStream stream = stream(SoundFormat.mono(sound.sampleRate()), windows);
      List<Reading> readings = new ArrayList<>();
      float[] samples = sound.samples();
      for (int from = 0; from < samples.length; from += BLOCK) {
        int to = Math.min(samples.length, from + BLOCK);
        readings.addAll(stream.push(Arrays.copyOfRange(samples, from, to)));
      }
      readings.addAll(stream.finish());
      if (readings.isEmpty()) {
        ClipGrid grid = windows.grid();
        throw new IOException(
            wav
                + " lasts "
                + stream.seconds()
                + " s, the model's clips "
                + grid.frames() / grid.rate().perSecond()
                + " s: it is too short");
      }
      return readings;
    } catch (IllegalArgumentException e) {
      throw new IOException(wav + ": " + e.getMessage(), e);
    }
  }

  /** Begins to take sound as it comes, in clips of the bundle's own length and hop. */
  public AudioStream stream(SoundFormat format) {
    return stream(format, windows());
  }

  /**
   * Begins to take sound as it comes, in clips of the bundle's own length.
   *
   * @param hopSeconds distance of two clips' beginnings, at least one frame of the bundle's grid
   */
  public AudioStream stream(SoundFormat format, double hopSeconds) {
    return stream(format, windows(hopSeconds));
  }

  /**
   * Begins to take sound as it comes.
   *
   * @param windows clips of the bundle's own length; a model on segments takes any
   * @throws IllegalArgumentException if a model of clips would get clips of another length, or
   *     clips are shorter than a window of the filter bank
   */
  public AudioStream stream(SoundFormat format, SlidingWindows windows) {
    ClipGrid own = windows().grid();
    checkArgument(
        windows.grid().equals(own)
            || (settings().segments() != null && windows.grid().sampleRate() == own.sampleRate()),
        "the model takes clips of %s, not of %s",
        own,
        windows.grid());
    checkArgument(
        FeatureSettings.samples(windows.grid()) >= settings().bank().windowSamples(),
        "clips of %s are shorter than a window of the filter bank, %s s",
        windows.grid(),
        settings().bank().windowSeconds());
    return new AudioStream(SoundEncoder.of(network, settings()), labels(), format, windows);
  }

  /** Frees the model, when the clips that are being computed are done. */
  @Override
  public void close() throws BundleException {
    network.close();
  }
}
