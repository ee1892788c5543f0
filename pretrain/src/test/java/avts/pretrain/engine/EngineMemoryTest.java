package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.SameDiffEngine.Model;
import avts.pretrain.loss.LossConfig.Kind;
import avts.pretrain.model.NetworkConfig.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Resident memory stays flat over thousands of steps. */
@Tag("slow")
class EngineMemoryTest {

  private static final Path STATUS = Path.of("/proc/self/status");

  @Test
  void residentMemoryStaysFlat() throws IOException {
    assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
    touchYoungGeneration();
    Model model =
        Model.training(
            SmallModels.network(Arch.MC3_18, true, 2),
            SmallModels.loss(Kind.MARGIN),
            SmallModels.INPUT);
    Batch batch = SmallModels.batch(SmallModels.INPUT, 8, 1);
    List<Long> early = new ArrayList<>();
    List<Long> late = new ArrayList<>();
    try (SameDiffEngine engine = new SameDiffEngine(model)) {
      float[] weights = engine.initialParameters(new SplittableRandom(1));
      float[] statistics = engine.initialStatistics(new SplittableRandom(1));
      for (int step = 0; step < 3100; step++) {
        engine.load(weights, statistics);
        engine.step(batch);
        if (step % 20 == 0 && step >= 400 && step <= 600) {
          early.add(residentKilobytes());
        } else if (step % 20 == 0 && step >= 2900) {
          late.add(residentKilobytes());
        }
      }
    }
    double growth = (double) median(late) / median(early) - 1;
    assertTrue(growth < 0.02, "resident memory grew by the factor " + growth);
  }

  /** Makes the collector use its young generation once, so that this does not count as growth. */
  private static void touchYoungGeneration() {
    long sum = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] garbage = new byte[1 << 20];
      garbage[i] = 1;
      sum += garbage[i];
    }
    assertTrue(sum == 2000);
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS in " + STATUS);
  }

  private static long median(List<Long> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
