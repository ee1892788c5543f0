package avts.distill.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runtime with nothing on the class path but what its artefact brings along. */
class AloneTest {
  /** What {@code mvn dependency:build-classpath} may list, without versions. */
  private static final List<String> DEPENDENCIES =
      List.of(
          "JLargeArrays",
          "JTransforms",
          "avts-signal",
          "error_prone_annotations",
          "failureaccess",
          "guava",
          "j2objc-annotations",
          "jspecify",
          "listenablefuture",
          "onnxruntime");

  @TempDir Path folder;

  private static List<Path> classPath() throws IOException {
    String list = Files.readString(Path.of("target", "classpath")).strip();
    return Stream.of(list.split(File.pathSeparator)).map(Path::of).toList();
  }

  /** In one build with the module, avts-signal is its folder of classes or its jar. */
  private static String name(Path entry) {
    String text = entry.toString().replace(File.separatorChar, '/');
    return text.contains("/datasets/signal/target/")
        ? "avts-signal"
        : entry.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  @Test
  void theListOfDependenciesIsClosed() throws IOException {
    List<String> names = classPath().stream().map(AloneTest::name).sorted().toList();
    assertTrue(DEPENDENCIES.containsAll(names), names.toString());
    assertTrue(names.containsAll(List.of("avts-signal", "onnxruntime", "JTransforms")));
  }

  @Test
  void aMachineWithoutTrainingAndVideoCodeReadsAFile() throws Exception {
    Path bundle = Bundles.classes(folder.resolve("bundle"));
    Path wav = folder.resolve("a.wav");
    float[] sound = Bundles.sound(8_820, 1);
    Files.write(wav, TinyModel.wav(sound, 22_050, 24, false));
    Path program = Files.createDirectories(folder.resolve("program")).resolve("Program.java");
    Files.writeString(
        program,
        """
        import avts.distill.runtime.*;
        import java.nio.file.Path;

        public class Program {
          public static void main(String[] arguments) throws Exception {
            try (Bundle bundle = Bundle.open(Path.of(arguments[0]))) {
              for (Reading reading : bundle.read(Path.of(arguments[1]))) {
                System.out.println(reading.label() + " " + reading.values()[0]);
              }
            }
            for (String name : new String[] {"org.nd4j.linalg.factory.Nd4j",
                "org.bytedeco.javacpp.Loader", "com.fasterxml.jackson.core.JsonFactory"}) {
              try {
                Class.forName(name);
                System.out.println("found " + name);
              } catch (ClassNotFoundException e) {
                // as it should be
              }
            }
          }
        }
        """);
    List<String> entries = new ArrayList<>(List.of(Path.of("target", "classes").toString()));
    classPath().forEach(entry -> entries.add(entry.toString()));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // ONNX Runtime 1.29.0 crashes in a process with a long command line.
            "-Dlong=" + "x".repeat(20_000),
            "-D" + NativeCache.CACHE + "=" + folder.resolve("cache"),
            "-cp",
            String.join(File.pathSeparator, entries),
            program.toString(),
            bundle.toString(),
            wav.toString());
    // Apart from what is printed: newer virtual machines warn about native code there.
    Path complaints = folder.resolve("complaints.txt");
    Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> printed + "; see " + complaints);
    try (Bundle here = Bundle.open(bundle)) {
      Reading expected = here.read(wav).get(0);
      assertEquals(expected.label() + " " + expected.values()[0], printed.strip());
    }
    assertTrue(Files.isDirectory(folder.resolve("cache/avts/onnxruntime")));
  }
}
