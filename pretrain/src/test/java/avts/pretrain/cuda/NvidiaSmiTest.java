package avts.pretrain.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs that answer as the driver's does, in processes of their own. */
@DisabledOnOs(OS.WINDOWS)
class NvidiaSmiTest {

  @TempDir private Path folder;

  private NvidiaSmi.Answer answer(String script) throws IOException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new NvidiaSmi(program.toString()).ask();
  }

  @Test
  void listsCards() throws IOException {
    NvidiaSmi.Answer answer =
        answer(
            """
            test "$1 $2" = "--query-gpu=compute_cap,name --format=csv,noheader" || exit 9
            echo "8.6, NVIDIA GeForce RTX 3090"
            echo "9.0, NVIDIA H100 80GB HBM3, odd name"\
            """);
    assertEquals("", answer.problem());
    assertEquals(
        List.of(
            new GraphicsCard("NVIDIA GeForce RTX 3090", new ComputeCapability(8, 6)),
            new GraphicsCard("NVIDIA H100 80GB HBM3, odd name", new ComputeCapability(9, 0))),
        answer.cards());
  }

  @Test
  void drivers470KnowNoCapability() throws IOException {
    NvidiaSmi.Answer answer =
        answer("echo 'Field \"compute_cap\" is not a valid field to query.'; exit 2");
    assertTrue(answer.cards().isEmpty());
    assertTrue(answer.problem().contains("code 2: Field \"compute_cap\""), answer.problem());
  }

  @Test
  void anythingElseIsNoList() throws IOException {
    assertTrue(answer("echo '[N/A], NVIDIA A100'").problem().contains("'[N/A], NVIDIA A100'"));
    assertTrue(answer("echo 8.0").problem().contains("no card: '8.0'"));
    assertTrue(answer("true").problem().contains("lists no card"));
  }

  @Test
  void withoutTheProgramThereIsNoDriver() {
    NvidiaSmi.Answer answer = new NvidiaSmi(folder.resolve("none").toString()).ask();
    assertTrue(answer.cards().isEmpty());
    assertTrue(answer.problem().contains("no driver of NVIDIA"), answer.problem());
  }
}
