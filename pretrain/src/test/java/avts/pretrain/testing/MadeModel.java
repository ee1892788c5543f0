package avts.pretrain.testing;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.take.Take;
import avts.datasets.take.TakeContent;
import avts.datasets.take.TakeIndexer;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.Checkpoint;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.model.InputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run of a tiny two-tower network for takes whose sound has six values, with first weights. */
public final class MadeModel {

  private MadeModel() {}

  /** Writes a run that has seen some takes of a set, whose weights are drawn from a seed. */
  public static void write(Path run, long seed, TakeSet set, List<Take> seen)
      throws IOException, MediaException {
    ResolvedConfig<PretrainConfig> config =
        ConfigReader.read(
            Path.of("..", "configs", "avletters-pretrain.yaml"),
            List.of(
                "clip.frames=6",
                "clip.size=16",
                "clip.small_side_min=16",
                "clip.small_side_max=16",
                "features.filters=6",
                "augment.frequency_mask_filters=1",
                "network.video.width=0.125",
                "network.audio.width=0.125",
                "network.head.time_steps=2"),
            PretrainConfig.class);
    PretrainConfig values = config.value();
    List<NamedTensor> tensors = new ArrayList<>();
    InputShape shape = InputShape.of(values.clip(), values.features());
    try (SameDiffEngine engine =
        new SameDiffEngine(SameDiffEngine.Model.training(values.network(), values.loss(), shape))) {
      Seeds seeds = new Seeds(seed);
      tensors.addAll(
          WeightsFile.parts(
              "",
              engine.parameters(),
              engine.initialParameters(seeds.generator(Purpose.INITIALISATION, 0, 0))));
      tensors.addAll(
          WeightsFile.parts(
              "",
              engine.statistics(),
              engine.initialStatistics(seeds.generator(Purpose.INITIALISATION, 0, 1))));
    }
    Files.createDirectories(run);
    new CheckpointStore(run.resolve(RunDirectory.CHECKPOINTS), 1)
        .save(new Checkpoint(1, tensors, List.of(), new JsonMapper().createObjectNode()));
    Files.writeString(run.resolve(RunDirectory.CONFIG), config.yaml());
    Files.writeString(
        run.resolve("normalisation.json"),
        "{\"mean\": [3, 2, 0, 3, 2, 0], \"std\": [2, 2, 1, 2, 2, 1]}");
    List<Media> media = new ArrayList<>();
    for (Take take : seen) {
      String hash = TakeContent.read(set, take).sha256();
      media.add(new Media(hash, TakeIndexer.group(hash)));
    }
    Provenance provenance =
        new Provenance(
            Provenance.FORMAT_VERSION,
            Map.of(),
            Provenance.Machine.current(),
            seed,
            config.hash(),
            "",
            List.of(),
            List.of(),
            media,
            List.of());
    Files.writeString(run.resolve(Provenance.FILE), provenance.toJson());
  }
}
