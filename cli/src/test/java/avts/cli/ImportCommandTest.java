package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code avts import} says of requests that it cannot meet. */
final class ImportCommandTest {
  @TempDir Path folder;

  private void refuses(int code, String phrase, String file, String arch, String... more) {
    Commands avts = new Commands(folder);
    String[] arguments = {
      "import",
      "--safetensors=" + avts.path(file),
      "--arch=" + arch,
      "--out=" + avts.path("run"),
      "--config=" + Commands.CONFIGS.resolve("torchvision.yaml"),
      more.length == 0 ? "--set=seed=1" : more[0]
    };
    int actual = avts.run(arguments);
    assertEquals(code, actual, avts.complained());
    assertTrue(avts.complained().contains(phrase), avts.complained());
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void refusalsHaveTheirCodesAndLeaveNothing() throws IOException {
    Safetensors.write(
        folder.resolve("odd.safetensors"),
        List.of(new NamedTensor("conv.weight", List.of(1), new float[] {1}, 0)),
        Map.of());
    refuses(
        Failures.DATA_REFUSED,
        "odd.safetensors is no state dict of r3d-18: stem.0.weight is missing, shape"
            + " [64, 3, 3, 7, 7]",
        "odd.safetensors",
        "r3d-18");
    refuses(Failures.FAILED, "no such file", "absent.safetensors", "r3d-18");
    refuses(
        Failures.USAGE,
        "expected one of mc3-18, r3d-18, r2plus1d-18, got resnet",
        "odd.safetensors",
        "resnet");
    refuses(
        Failures.USAGE,
        "network.video.stem_stride must be 2 for mc3-18, got 4",
        "odd.safetensors",
        "mc3-18",
        "--set=network.video.stem_stride=4");
  }
}
