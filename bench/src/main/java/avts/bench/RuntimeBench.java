package avts.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OrtEnvironment;
import avts.datasets.signal.WavFile;
import avts.datasets.time.FrameRate;
import avts.distill.runtime.AudioStream;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.SoundFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.internal.InternalFutureFailureAccess;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.LargeArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avts bench runtime}: how fast a bundle turns sound into vectors. */
@Command(
    name = "runtime",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a bundle: seconds of sound per second on one thread, features included, from a"
          + " whole file and from a stream in pieces of 20 ms; resident memory while sound streams"
          + " on; and whole programs that read one file, from the start of their virtual machine"
          + " to their end.",
      "For the figures of one core run it by taskset -c 0."
    })
final class RuntimeBench implements Callable<Integer> {
  private static final int RATE = 44_100;
  private static final int FILE_SECONDS = 60;
  private static final int SHORT_SECONDS = 2;
  private static final double NANOS = 1e-9;

  @Spec private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "BUNDLE",
      required = true,
      description = "A bundle of avts export.")
  private Path model;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Minutes of sound that are streamed (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "9",
      description = "Runs of each other measurement (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("avts-bench");
    Path file = folder.resolve("sound.wav");
    Path start = folder.resolve("short.wav");
    try {
      WavFile.write(file, sound(FILE_SECONDS * RATE), RATE);
      WavFile.write(start, sound(SHORT_SECONDS * RATE), RATE);
      measureFirst(start);
      try (Bundle bundle = Bundle.open(model)) {
        measureFile(bundle, file);
        measureStream(bundle);
      }
      return 0;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(start);
      Files.deleteIfExists(folder);
    }
  }

  /** Noise whose loudness changes: silence would cost less. */
  private static float[] sound(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] sound = new float[count];
    for (int i = 0; i < count; i++) {
      sound[i] = 0.4f * (1 + (float) Math.sin(i / 9000.0)) * (random.nextFloat() - 0.5f);
    }
    return sound;
  }

  private void measureFile(Bundle bundle, Path file) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Double> seconds = new ArrayList<>();
    List<Double> worked = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      long begin = System.nanoTime();
      long workedBefore = threads.getCurrentThreadCpuTime();
      bundle.read(file);
      if (run > 0) { // the first one warms up
        seconds.add(NANOS * (System.nanoTime() - begin));
        worked.add(NANOS * (threads.getCurrentThreadCpuTime() - workedBefore));
      }
    }
    double median = Median.of(seconds.stream().mapToDouble(Double::doubleValue));
    // A clip is run on the thread that asks for it, so this is all of the processor's time.
    double cpu = Median.of(worked.stream().mapToDouble(Double::doubleValue));
    print(
        "whole file of %d s at %d Hz: %.0f times real time (%.2f ms a second of sound, %.2f ms of"
            + " them the processor's)",
        FILE_SECONDS,
        RATE,
        FILE_SECONDS / median,
        1000 * median / FILE_SECONDS,
        1000 * cpu / FILE_SECONDS);
  }

  private void measureStream(Bundle bundle) throws IOException {
    int piece = Math.toIntExact(FrameRate.of(50).sampleAt(1, RATE));
    float[] minute = sound(60 * RATE);
    AudioStream stream = bundle.stream(SoundFormat.mono(RATE));
    int readings = 0;
    for (int m = 1; m <= minutes; m++) {
      long begin = System.nanoTime();
      for (int at = 0; at + piece <= minute.length; at += piece) {
        float[] samples = new float[piece];
        System.arraycopy(minute, at, samples, 0, piece);
        readings += stream.push(samples).size();
      }
      print(
          "streamed %2d min: %.0f times real time, %d readings, %d MB resident",
          m, 60 / (NANOS * (System.nanoTime() - begin)), readings, resident());
    }
  }

  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }

  private void measureFirst(Path file) throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            runtimeClassPath(),
            FirstReading.class.getName(),
            model.toString(),
            file.toString());
    List<Double> millis = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      long begin = System.nanoTime();
      Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("the program with the runtime alone failed: " + printed);
      }
      if (run > 0) { // the first one may unpack ONNX Runtime
        millis.add(1000 * NANOS * (System.nanoTime() - begin));
      }
    }
    print(
        "a program that reads %d s, from start to end: median %.0f ms, slowest %.0f ms",
        SHORT_SECONDS,
        Median.of(millis.stream().mapToDouble(Double::doubleValue)),
        millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
  }

  /** Returns the jars that avts-runtime brings along, and this one. */
  private static String runtimeClassPath() {
    return Stream.of(
            FirstReading.class,
            Bundle.class,
            WavFile.class,
            OrtEnvironment.class,
            ImmutableList.class,
            InternalFutureFailureAccess.class,
            DoubleFFT_1D.class,
            LargeArray.class)
        .map(RuntimeBench::place)
        .distinct()
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void print(String format, Object... values) {
    PrintWriter out = command.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
