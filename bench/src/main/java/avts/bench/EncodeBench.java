package avts.bench;

import avts.bench.measure.Median;
import avts.bench.measure.Noise;
import avts.bench.measure.PeakMemory;
import avts.datasets.random.Seeds;
import avts.pretrain.engine.Backend;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avts bench encode}: the video networks of torchvision here and there. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the video encoder at 16 frames of 112 x 112 pixels beside torchvision with the same"
          + " number of threads: milliseconds a clip, medians of passes taken in turn, and the"
          + " largest resident memory.",
      "Needs a python3 with torchvision, such as Debian's python3-torchvision."
    })
final class EncodeBench implements Callable<Integer> {
  private static final InputShape INPUT = new InputShape(3, 16, 112, 112, 40, 99);

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      split = ",",
      defaultValue = "mc3-18,r3d-18,r2plus1d-18",
      description = "Networks (default: ${DEFAULT-VALUE}).")
  private List<String> networks;

  @Option(
      names = "--clips",
      paramLabel = "N",
      defaultValue = "16",
      description = "Clips of a pass (default: ${DEFAULT-VALUE}).")
  private int clips;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes of each, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/python3",
      description = "The interpreter (default: ${DEFAULT-VALUE}).")
  private String python;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    for (String network : networks) {
      measure(network);
    }
    return 0;
  }

  private void measure(String network) throws IOException {
    RandomGenerator generator = new Seeds(1).generator(Seeds.Purpose.INITIALISATION, 0, 0);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    int threads = Backend.load().threads();
    try (SameDiffEngine engine = new SameDiffEngine(model(network));
        TorchvisionPeer peer = TorchvisionPeer.start(python, network, clips, threads)) {
      engine.load(engine.initialParameters(generator), engine.initialStatistics(generator));
      float[] video = Noise.normal(clips * INPUT.videoSize(), 1, generator);
      for (int round = 0; round <= rounds; round++) {
        long begin = System.nanoTime();
        engine.encodeVideo(video, clips);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double peerSeconds = peer.pass();
        if (round > 0) {
          ours.add(1000 * seconds / clips);
          theirs.add(1000 * peerSeconds / clips);
        }
      }
      double here = Median.of(ours.stream().mapToDouble(Double::doubleValue));
      double there = Median.of(theirs.stream().mapToDouble(Double::doubleValue));
      command
          .commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s, %d clips, %d threads: %.0f ms a clip here, torchvision %.0f, ratio %.2f;"
                  + " resident %d MB here, torchvision %d%n",
              network,
              clips,
              threads,
              here,
              there,
              here / there,
              PeakMemory.megabytes(ProcessHandle.current().pid()),
              PeakMemory.megabytes(peer.pid()));
      command.commandLine().getOut().flush();
    }
  }

  private static SameDiffEngine.Model model(String network) {
    Arch arch = Arch.valueOf(network.toUpperCase(Locale.ROOT).replace('-', '_'));
    return SameDiffEngine.Model.training(
        new NetworkConfig(
            new NetworkConfig.Video(arch, 1, true, 2),
            new NetworkConfig.Audio(0.1, 1),
            new NetworkConfig.Head(8, 8, 1),
            1e-5),
        new LossConfig(LossConfig.Kind.MARGIN, 0.99, LossConfig.Normalise.L2, 0.1, false, 8),
        INPUT);
  }
}
