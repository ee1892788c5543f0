package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** The {@code ffmpeg} and {@code ffprobe} programs that come with the decoder library. */
public enum FfmpegTool {
  /** Converts and filters. */
  FFMPEG(org.bytedeco.ffmpeg.ffmpeg.class),
  /** Reports streams. */
  FFPROBE(org.bytedeco.ffmpeg.ffprobe.class);

  /** Exit code of Linux' program loader where a library is missing. */
  private static final int LIBRARY_MISSING = 127;

  private final Class<?> preset;

  FfmpegTool(Class<?> preset) {
    this.preset = preset;
  }

  /**
   * What a finished program left.
   *
   * @param exitCode 0 for success
   * @param output what it wrote to its standard output, as UTF-8
   * @param messages what it wrote to its standard error, as UTF-8
   */
  public record Outcome(int exitCode, String output, String messages) {}

  /**
   * Returns the program's file, unpacked with its libraries to JavaCPP's cache at the first call.
   *
   * @throws IOException if it cannot be unpacked, or there is none for this system
   */
  public Path path() throws IOException {
    // Not Loader.load: it would load the library of capture devices too, which needs a sound
    // server.
    String folder = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/";
    boolean windows = Loader.getPlatform().startsWith("windows");
    String program = name().toLowerCase(Locale.ROOT) + (windows ? ".exe" : "");
    File[] unpacked = Loader.cacheResources(preset, folder);
    if (unpacked == null || unpacked.length == 0) {
      throw new IOException("there is no " + program + " for " + Loader.getPlatform());
    }
    Path file = unpacked[0].toPath().resolve(program);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }

  /**
   * Returns why the program cannot be started on this machine, such as a missing system library;
   * empty where it can.
   *
   * @throws InterruptedException if the thread was interrupted while trying
   */
  public Optional<String> obstacle() throws InterruptedException {
    try {
      run(List.of("-version"), Duration.ofSeconds(20));
      return Optional.empty();
    } catch (IOException | TimeoutException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the version of the FFmpeg libraries, such as {@code 8.0.1}. */
  public static String version() {
    return avutil.av_version_info().getString();
  }

  /** Returns how {@code file} is named on a command line, whatever characters its name has. */
  public static String argument(Path file) {
    return Libav.fileUrl(file);
  }

  /**
   * Runs the program and waits for it.
   *
   * @param arguments its arguments; files as {@link #argument} writes them
   * @param limit time after which it is ended
   * @throws TimeoutException if it took longer
   * @throws IOException if it cannot be started; the message says what the system lacks
   */
  public Outcome run(List<String> arguments, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    checkArgument(!limit.isNegative() && !limit.isZero(), "limit must be positive, got %s", limit);
    List<String> command = new ArrayList<>();
    command.add(path().toString());
    command.addAll(arguments);
    Path output = Files.createTempFile("avts-tool", ".out");
    Path messages = Files.createTempFile("avts-tool", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(nullDevice()))
              .redirectOutput(output.toFile())
              .redirectError(messages.toFile());
      addLibraryPath(builder.environment());
      Process process = builder.start();
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new TimeoutException(path().getFileName() + " took longer than " + limit);
        }
      } finally {
        process.destroyForcibly();
      }
      return started(new Outcome(process.exitValue(), text(output), text(messages)));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(messages);
    }
  }

  /**
   * The library of capture devices, which these programs always load, needs the system's libpulse.
   */
  private Outcome started(Outcome outcome) throws IOException {
    if (outcome.exitCode() == LIBRARY_MISSING && outcome.messages().contains("shared libraries")) {
      throw new IOException(
          path().getFileName()
              + " cannot start: "
              + outcome.messages().trim()
              + ". Install that library (libpulse.so.0: package libpulse0 on Debian and Ubuntu,"
              + " pulseaudio-libs on Fedora); only benchmarks use the program");
    }
    return outcome;
  }

  /** Some of the libraries that lie beside the program do not find each other by themselves. */
  private void addLibraryPath(Map<String, String> environment) throws IOException {
    String folder = String.valueOf(path().getParent());
    for (String variable : List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH")) {
      environment.merge(variable, folder, (old, added) -> added + File.pathSeparator + old);
    }
  }

  private static File nullDevice() {
    return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
