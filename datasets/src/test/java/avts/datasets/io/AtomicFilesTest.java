package avts.datasets.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void makesAndReplacesText() throws IOException {
    Path file = folder.resolve("note.txt");
    AtomicFiles.replace(file, "grün\n");
    assertEquals("grün\n", Files.readString(file));
    AtomicFiles.replace(file, "");
    assertEquals("", Files.readString(file));
    assertEquals(List.of("note.txt"), names());
  }

  @Test
  void keepsOldContentWhereWritingFails() throws IOException {
    Path file = folder.resolve("note.txt");
    AtomicFiles.replace(file, "old");
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                AtomicFiles.replace(
                    file,
                    unfinished -> {
                      Files.writeString(unfinished, "half");
                      assertEquals("old", Files.readString(file), "not seen before it is whole");
                      throw new IllegalStateException("broke off");
                    }));
    assertEquals("broke off", failure.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("note.txt"), names());
  }

  @Test
  void replacesWhatKilledProcessLeft() throws IOException {
    Path file = folder.resolve("note.txt");
    Files.writeString(AtomicFiles.unfinished(file), "half of something longer");
    AtomicFiles.replace(file, "whole");
    assertEquals("whole", Files.readString(file));
    assertEquals(List.of("note.txt"), names());
  }

  @Test
  void unfinishedFileIsHiddenAndBesideTheFile() {
    Path unfinished = AtomicFiles.unfinished(folder.resolve("a.mp4"));
    assertEquals(folder, unfinished.getParent());
    assertEquals(".tmp-a.mp4", unfinished.getFileName().toString());
    assertEquals(Path.of(".tmp-a.mp4"), AtomicFiles.unfinished(Path.of("a.mp4")));
  }

  @Test
  void neverWritesOverFileThatMustBeNew() throws IOException {
    Path file = folder.resolve("new");
    AtomicFiles.write(file, new byte[] {1, 2});
    assertThrows(FileAlreadyExistsException.class, () -> AtomicFiles.write(file, new byte[] {3}));
    assertEquals(2, Files.size(file));
  }

  @Test
  void movedFolderTakesItsName() throws IOException {
    Path source = Files.createDirectory(folder.resolve("from"));
    AtomicFiles.move(source, folder.resolve("to"));
    assertFalse(Files.exists(source));
    assertEquals(List.of("to"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
