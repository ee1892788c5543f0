package avts.bench.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.bench.step.NetworkCase.Pace;
import avts.bench.step.NetworkCase.Trained;
import avts.bench.step.Orders.Kind;
import avts.bench.torch.TorchWorker;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our engine against libtorch, which runs networks that are described anew: loss, gradient, first
 * steps, and embeddings with the statistics that these steps have moved.
 */
final class PeerParityTest {
  private static final int THREADS = 2;

  @TempDir Path folder;

  @BeforeEach
  void libtorchIsThere() {
    assumeTrue(TorchWorker.isPresent(), "libtorch comes for Linux on x86-64 alone");
  }

  /**
   * A small network: of a million activations one lies so near to 0 that rounding turns it on or
   * off, which moves the gradient by a thousandth in any engine.
   */
  private static NetworkCase network(Arch arch, boolean residual, Trained trained, int timeSteps) {
    return new NetworkCase(
        "tiny",
        new NetworkConfig(
            new NetworkConfig.Video(arch, 0.125, residual, 2),
            new NetworkConfig.Audio(0.125, 2),
            new NetworkConfig.Head(24, 16, timeSteps),
            0.1),
        new InputShape(3, 4, 16, 16, 40, 33),
        trained,
        new LossConfig(LossConfig.Kind.INFONCE, 0.99, LossConfig.Normalise.L2, 0.5, true, 8),
        new Pace(6, 1, 1));
  }

  @Test
  void bothTowersAgree() throws IOException {
    check(network(Arch.MC3_18, true, Trained.PAIR, 2), false);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyVideoNetworkAgrees(Arch arch) throws IOException {
    check(network(arch, arch != Arch.MC2_18, Trained.VIDEO, 1), true);
  }

  @Tag("slow")
  @Test
  void audioNetworkAgrees() throws IOException {
    check(network(Arch.FRAME_2D, false, Trained.AUDIO, 3), true);
  }

  private void check(NetworkCase network, boolean channelsLast) throws IOException {
    network.write(folder);
    Engine ours = Engine.ours("ours", EngineConfig.standard(), THREADS);
    Engine peer =
        Engine.libtorch(
            "libtorch", TorchWorker.class, new PeerOptions(channelsLast, false, THREADS, true));
    try (Worker own = Worker.start("ours", ours.commandLine(folder), ours.environment())) {
      own.about();
      try (Worker other = Worker.start("libtorch", peer.commandLine(folder), peer.environment())) {
        compareGradients(own, other);
        compareStep(own, other, 1e-5);
        compare(arrays(own, Kind.EMBEDDINGS), arrays(other, Kind.EMBEDDINGS), 1e-3);
        compareStep(own, other, 1e-2);
      }
    }
  }

  private void compareGradients(Worker own, Worker other) throws IOException {
    Map<String, float[]> ours = arrays(own, Kind.GRADIENT);
    Map<String, float[]> theirs = arrays(other, Kind.GRADIENT);
    assertTrue(ours.size() > 20, () -> "only " + ours.keySet());
    compare(ours, theirs, 1e-4);
  }

  private static void compareStep(Worker own, Worker other, double tolerance) throws IOException {
    double ours = own.order(Kind.TRAIN, 1, Passes.class).losses().get(0);
    double theirs = other.order(Kind.TRAIN, 1, Passes.class).losses().get(0);
    assertEquals(theirs, ours, tolerance * theirs);
  }

  private Map<String, float[]> arrays(Worker worker, Kind kind) throws IOException {
    Path file = folder.resolve(worker.name() + "-" + kind + ".safetensors");
    worker.order(kind, file, Passes.class);
    Map<String, float[]> arrays = new HashMap<>();
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      for (String name : reader.entries().keySet()) {
        arrays.put(name, reader.read(name));
      }
    }
    return arrays;
  }

  /** A bias before a batch norm has no derivative but rounding: what counts is the largest norm. */
  private static void compare(
      Map<String, float[]> ours, Map<String, float[]> theirs, double tolerance) {
    assertEquals(theirs.keySet(), ours.keySet());
    double largest = theirs.values().stream().mapToDouble(PeerParityTest::norm).max().orElseThrow();
    assertTrue(largest > 1e-3, () -> "nothing to compare: " + largest);
    theirs.forEach(
        (name, expected) -> {
          float[] difference = ours.getOrDefault(name, new float[0]).clone();
          assertEquals(expected.length, difference.length, name);
          for (int i = 0; i < difference.length; i++) {
            difference[i] -= expected[i];
          }
          double allowed = tolerance * (norm(expected) + 0.01 * largest);
          assertTrue(
              norm(difference) <= allowed,
              () -> name + " differs by " + norm(difference) + " of " + norm(expected));
        });
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
