package avts.pretrain.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link CudaBinary} says, against the library itself, in builds for graphics cards. */
class CudaLibraryTest {

  private static final String FOLDER = "/org/nd4j/linalg/jcublas/bindings/linux-x86_64";

  /** Begins a module: the magic number, version 1, 16 bytes of header. */
  private static final long MODULE = 0x00100001BA55ED50L;

  /** What a module holds for one capability: machine code, else the intermediate language. */
  private record Entry(boolean machineCode, int capability) {}

  @TempDir private Path folder;

  @Test
  void everyModuleHoldsMachineCodeForTheTargetsAndNoIntermediateLanguage() throws IOException {
    Set<Entry> expected =
        CudaBinary.TARGETS.stream()
            .map(target -> new Entry(true, 10 * target.major() + target.minor()))
            .collect(Collectors.toSet());
    List<Set<Entry>> modules = modules(library());
    assertTrue(modules.size() > 100, modules.size() + " modules");
    assertEquals(Set.of(expected), new HashSet<>(modules));
  }

  private Path library() throws IOException {
    Path file = folder.resolve("library");
    for (String kind : List.of("-cudnn", "")) {
      try (InputStream in =
          CudaLibraryTest.class.getResourceAsStream(FOLDER + kind + "/libnd4jcuda.so")) {
        if (in != null) {
          Files.copy(in, file);
          return file;
        }
      }
    }
    return Assumptions.abort("this build is for the processor: it has no library for cards");
  }

  private static List<Set<Entry>> modules(Path library) throws IOException {
    List<Set<Entry>> modules = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(library)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at + 16 <= bytes.limit(); at += Long.BYTES) {
        if (bytes.getLong(at) == MODULE) {
          modules.add(entries(bytes, at + 16, Math.toIntExact(bytes.getLong(at + 8))));
        }
      }
    }
    return modules;
  }

  /** Each entry begins with its kind, and the lengths of its header and of what follows. */
  private static Set<Entry> entries(MappedByteBuffer bytes, int start, int length) {
    return Stream.iterate(
            start,
            at -> at < start + length,
            at -> at + bytes.getInt(at + 4) + Math.toIntExact(bytes.getLong(at + 8)))
        .map(at -> new Entry(bytes.getShort(at) == 2, bytes.getInt(at + 28)))
        .collect(Collectors.toSet());
  }
}
