package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.WavFile;
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
  /** Samples of a whole file that are handed on at once. */
  private static final int BLOCK = 1 << 16;

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
    library.start();
    BundleFiles files = BundleFiles.read(folder);
    String name = folder.resolve(BundleFiles.MODEL).toString();
    return new Bundle(files, Network.load(files.model(), files.settings(), name, threads));
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

  /** Returns clips at the bundle's own hop. */
  public SlidingWindows windows() {
    return settings().windows();
  }

  /**
   * Reads a whole WAV file, see {@link WavFile#read}, at the bundle's own hop.
   *
   * @return the clips that lie wholly in it, at least one
   * @throws IOException if it is no WAV file, is shorter than a clip, or holds samples that are not
   *     finite; the message names the file
   */
  public List<Reading> read(Path wav) throws IOException {
    return read(wav, windows().hopSeconds());
  }

  /**
   * Reads a whole WAV file, see {@link #read(Path)}.
   *
   * @param hopSeconds distance of two clips' beginnings, at least one frame of the bundle's grid
   */
  public List<Reading> read(Path wav, double hopSeconds) throws IOException {
    WavFile sound = WavFile.read(wav);
    if (sound.samples().length == 0) {
      throw new IOException(wav + " holds no samples");
    }
    try {
      AudioStream stream = stream(SoundFormat.mono(sound.sampleRate()), hopSeconds);
      List<Reading> readings = new ArrayList<>();
      float[] samples = sound.samples();
      for (int from = 0; from < samples.length; from += BLOCK) {
        int to = Math.min(samples.length, from + BLOCK);
        readings.addAll(stream.push(Arrays.copyOfRange(samples, from, to)));
      }
      readings.addAll(stream.finish());
      if (readings.isEmpty()) {
        throw new IOException(
            wav
                + " lasts "
                + stream.seconds()
                + " s, the model's clips "
                + settings().clipSeconds()
                + " s: it is too short");
      }
      return readings;
    } catch (IllegalArgumentException e) {
      throw new IOException(wav + ": " + e.getMessage(), e);
    }
  }

  /** Begins to take sound as it comes, at the bundle's own hop. */
  public AudioStream stream(SoundFormat format) {
    return stream(format, windows().hopSeconds());
  }

  /**
   * Begins to take sound as it comes.
   *
   * @param hopSeconds distance of two clips' beginnings, at least one frame of the bundle's grid
   */
  public AudioStream stream(SoundFormat format, double hopSeconds) {
    return new AudioStream(
        new ClipEncoder(network, settings()),
        settings(),
        labels(),
        format,
        new SlidingWindows(windows().grid(), hopSeconds));
  }

  /** Frees the model, when the clips that are being computed are done. */
  @Override
  public void close() throws BundleException {
    network.close();
  }
}
