package avts.datasets.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyRowsTest {
  @TempDir Path folder;

  /** Rows written one after another are the same bytes as the array written at once. */
  @Test
  void rowsAreTheArray() throws IOException {
    for (int count : new int[] {0, 1, 7, 30_000}) {
      float[] values = new float[count * 3];
      for (int i = 0; i < values.length; i++) {
        values[i] = i * 0.37f;
      }
      Path whole = folder.resolve("whole-" + count + ".npy");
      Path parts = folder.resolve("parts-" + count + ".npy");
      NpyFile.write(whole, values, count, 3);
      try (NpyRows rows = NpyRows.create(parts, 3)) {
        for (int row = 0; row < count; row++) {
          rows.add(new float[] {values[3 * row], values[3 * row + 1], values[3 * row + 2]});
        }
      }
      assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(parts), count + " rows");
    }
  }

  @Test
  void halfRowsAndExistingFilesAreRefused() throws IOException {
    Path file = folder.resolve("rows.npy");
    try (NpyRows rows = NpyRows.create(file, 3)) {
      assertThrows(IllegalArgumentException.class, () -> rows.add(new float[4]));
    }
    assertThrows(FileAlreadyExistsException.class, () -> NpyRows.create(file, 3));
  }
}
