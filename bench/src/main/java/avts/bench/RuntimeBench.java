package avts.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OrtEnvironment;
import avts.bench.measure.Median;
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
import java.util.Collections;
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
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Places in Linux's /proc/self/stat, of a program whose name has no spaces. */
  private static final int CHILD_USER = 15;

  private static final int CHILD_SYSTEM = 16;
  private static final int MILLIS_PER_TICK = 10;

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
    Path archive = folder.resolve("classes.jsa");
    try {
      WavFile.write(file, sound(FILE_SECONDS * RATE), RATE);
      WavFile.write(start, sound(SHORT_SECONDS * RATE), RATE);
      measureStarts(start, archive);
      try (Bundle bundle = Bundle.open(model)) {
        measureFile(bundle, file);
        measureStream(bundle);
      }
      return 0;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(start);
      Files.deleteIfExists(archive);
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
    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      long begin = System.nanoTime();
      long used = THREADS.getCurrentThreadCpuTime();
      bundle.read(file);
      if (run > 0) { // the first one warms up
        seconds.add(NANOS * (System.nanoTime() - begin));
        processor.add(NANOS * (THREADS.getCurrentThreadCpuTime() - used));
      }
    }
    print(
        "whole file of %d s at %d Hz: %s",
        FILE_SECONDS, RATE, speed(FILE_SECONDS, median(seconds), median(processor)));
  }

  private static String speed(int sound, double seconds, double processor) {
    return String.format(
        Locale.ROOT,
        "%.0f times real time, %.0f by processor time (%.2f ms a second of sound)",
        sound / seconds,
        sound / processor,
        1000 * processor / sound);
  }

  private static double median(List<Double> values) {
    return Median.of(values.stream().mapToDouble(Double::doubleValue));
  }

  private void measureStream(Bundle bundle) throws IOException {
    int piece = Math.toIntExact(FrameRate.of(50).sampleAt(1, RATE));
    float[] minute = sound(60 * RATE);
    AudioStream stream = bundle.stream(SoundFormat.mono(RATE));
    int readings = 0;
    for (int m = 1; m <= minutes; m++) {
      long begin = System.nanoTime();
      long used = THREADS.getCurrentThreadCpuTime();
      for (int at = 0; at + piece <= minute.length; at += piece) {
        float[] samples = new float[piece];
        System.arraycopy(minute, at, samples, 0, piece);
        readings += stream.push(samples).size();
      }
      double seconds = NANOS * (System.nanoTime() - begin);
      double processor = NANOS * (THREADS.getCurrentThreadCpuTime() - used);
      print(
          "streamed %2d min: %s, %d readings, %d MB resident",
          m, speed(60, seconds, processor), readings, resident());
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

  /** The archive of classes is made by the program itself when it ends. */
  private void measureStarts(Path file, Path archive) throws IOException, InterruptedException {
    List<String> quick = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    measureStart("without options", List.of(), file);
    measureStart(String.join(" ", quick), quick, file);
    run(with(quick, "-XX:ArchiveClassesAtExit=" + archive), file);
    measureStart(
        "these and an archive of classes", with(quick, "-XX:SharedArchiveFile=" + archive), file);
  }

  private static List<String> with(List<String> options, String more) {
    List<String> all = new ArrayList<>(options);
    all.add(more);
    return all;
  }

  private void measureStart(String name, List<String> options, Path file)
      throws IOException, InterruptedException {
    run(options, file); // it may unpack ONNX Runtime
    List<Double> millis = new ArrayList<>();
    long used = childrenMillis();
    for (int run = 0; run < runs; run++) {
      long begin = System.nanoTime();
      run(options, file);
      millis.add(1000 * NANOS * (System.nanoTime() - begin));
    }
    double processor = (childrenMillis() - used) / (double) runs;
    print(
        "a program that reads %d s, from start to end, %s: median %.0f ms, fastest %.0f; %.0f ms of"
            + " processor time",
        SHORT_SECONDS, name, median(millis), Collections.min(millis), processor);
  }

  /** Returns the processor time of programs that have ended, as Linux counts it. */
  private static long childrenMillis() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/self/stat")).split(" ", -1);
    return (Long.parseLong(fields[CHILD_USER]) + Long.parseLong(fields[CHILD_SYSTEM]))
        * MILLIS_PER_TICK;
  }

  private void run(List<String> options, Path file) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.addAll(options);
    arguments.addAll(
        List.of(
            "-cp",
            runtimeClassPath(),
            FirstReading.class.getName(),
            model.toString(),
            file.toString()));
    Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the program with the runtime alone failed: " + printed);
    }
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
