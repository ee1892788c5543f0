package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** Returns the program's file, unpacked to JavaCPP's cache at the first call. */
  public Path path() {
    return Path.of(Loader.load(preset));
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
   * @throws IOException if it cannot be started
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
      return new Outcome(process.exitValue(), text(output), text(messages));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(messages);
    }
  }

  /** Some of the libraries that lie beside the program do not find each other by themselves. */
  private void addLibraryPath(Map<String, String> environment) {
    String folder = String.valueOf(path().getParent());
    for (String variable : List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH")) {
      environment.merge(variable, folder, (old, added) -> added + java.io.File.pathSeparator + old);
    }
  }

  private static java.io.File nullDevice() {
    return new java.io.File(
        System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
