package avts.bench.step;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.step.NetworkCase.Pace;
import avts.bench.step.NetworkCase.Trained;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The networks whose steps are measured. */
public final class NetworkCases {
  private static final double EPSILON = 1e-5;

  private NetworkCases() {}

  /**
   * Returns all of them.
   *
   * @param configs folder of the configs, for {@code quickstart.yaml}
   */
  public static List<NetworkCase> all(Path configs) {
    return List.of(
        quickstart(configs),
        video("mc3-18", new NetworkConfig.Video(Arch.MC3_18, 1, true, 2), 8, new Pace(4, 3, 2)),
        video("mc3-18-16", new NetworkConfig.Video(Arch.MC3_18, 1, true, 2), 16, new Pace(2, 3, 2)),
        video(
            "r2plus1d-18",
            new NetworkConfig.Video(Arch.R2PLUS1D_18, 0.5, true, 2),
            8,
            new Pace(4, 3, 3)),
        audio());
  }

  /**
   * Returns the networks of some names.
   *
   * @throws IllegalArgumentException if there is none of a name
   */
  public static List<NetworkCase> named(Path configs, List<String> names) {
    Map<String, NetworkCase> all =
        all(configs).stream().collect(Collectors.toMap(NetworkCase::name, Function.identity()));
    return names.stream()
        .map(
            name -> {
              NetworkCase found = all.get(name);
              checkArgument(
                  found != null, "there is no network \"%s\", but %s", name, names(configs));
              return found;
            })
        .toList();
  }

  private static List<String> names(Path configs) {
    return all(configs).stream().map(NetworkCase::name).toList();
  }

  private static NetworkCase quickstart(Path configs) {
    PretrainConfig config =
        ConfigReader.read(configs.resolve("quickstart.yaml"), List.of(), PretrainConfig.class)
            .value();
    return new NetworkCase(
        "quickstart",
        config.network(),
        InputShape.of(config.clip(), config.features()),
        Trained.PAIR,
        config.loss(),
        new Pace(config.batch().clips(), 20, 10));
  }

  private static NetworkCase video(
      String name, NetworkConfig.Video encoder, int frames, Pace pace) {
    return new NetworkCase(
        name,
        network(encoder, new NetworkConfig.Audio(0.1, 1)),
        new InputShape(3, frames, 112, 112, 40, 99),
        Trained.VIDEO,
        loss(),
        pace);
  }

  private static NetworkCase audio() {
    return new NetworkCase(
        "audio",
        network(
            new NetworkConfig.Video(Arch.FRAME_2D, 0.1, false, 4), new NetworkConfig.Audio(1, 1)),
        new InputShape(1, 8, 32, 32, 40, 99),
        Trained.AUDIO,
        loss(),
        new Pace(8, 3, 3));
  }

  /** Heads as in the paper's config; the tower that is not trained is not built. */
  private static NetworkConfig network(NetworkConfig.Video video, NetworkConfig.Audio audio) {
    return new NetworkConfig(video, audio, new NetworkConfig.Head(512, 256, 1), EPSILON);
  }

  private static LossConfig loss() {
    return new LossConfig(LossConfig.Kind.INFONCE, 0.99, LossConfig.Normalise.L2, 0.07, false, 8);
  }
}
