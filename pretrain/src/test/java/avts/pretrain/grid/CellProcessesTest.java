package avts.pretrain.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.pretrain.grid.CellProcesses.CellTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellProcessesTest {
  @TempDir Path folder;

  /** Says what it is given, and fails. */
  static final class Program {
    public static void main(String[] arguments) {
      System.err.println("first words");
      if (arguments.length > 1) {
        System.err.println(arguments[0]);
        System.exit(3);
      }
    }
  }

  /** Nothing is done, and nothing will be. */
  private record Table(Path folder) implements CellTable {
    @Override
    public int cells() {
      return 2;
    }

    @Override
    public int done() {
      return 0;
    }
  }

  @Test
  void theLastWordsOfAProcessThatFailedAreToldAndWhereAllAre() {
    try (ChildCommand children = new ChildCommand(Program.class.getName(), 1)) {
      CellProcesses processes =
          new CellProcesses(new Table(folder), List.of("the set is absent"), children);
      IOException failed = assertThrows(IOException.class, () -> processes.make("test", 1));
      assertEquals(
          "a process that makes cells ended with exit code 3 and said \"the set is absent\" (see "
              + folder.resolve("part-1.log")
              + "); the same command goes on with what is missing",
          failed.getMessage());
    }
  }
}
