package avts.transfer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.take.TakeMedia;
import avts.transfer.feature.MediaVectors;
import avts.transfer.protocol.Split;
import avts.transfer.reader.LipReader;
import avts.transfer.reader.LipReader.Guess;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig.Kind;
import avts.transfer.tdl.RowConfig.Mix;
import avts.transfer.tdl.RowRunner;
import avts.transfer.tdl.SplitNetworks;
import avts.transfer.tdl.TdlConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs and lip readers of sets with takes of sound alone. */
final class SoundAloneTest {

  @TempDir Path folder;

  /** Made takes, of which repetitions over {@code seen} are sound alone. */
  private record PartlySeen(MadeTakes made, int seen) implements TakeSet {

    @Override
    public String name() {
      return made.name();
    }

    @Override
    public List<Take> takes() {
      return made.takes().stream()
          .map(take -> take.repetition() > seen ? take.soundAlone() : take)
          .toList();
    }

    @Override
    public List<String> problems() {
      return List.of();
    }

    @Override
    public GrayVideo video(Take take) {
      if (!take.pictures()) {
        throw new IllegalArgumentException(take.id() + " is sound alone");
      }
      return made.video(take);
    }

    @Override
    public FeatureTrack sound(Take take) {
      return made.sound(take);
    }
  }

  private ResolvedConfig<TransferConfig> config(String... overrides) throws IOException {
    Path file = folder.resolve("small.yaml");
    try (var config = SoundAloneTest.class.getResourceAsStream("small.yaml")) {
      Files.write(file, Objects.requireNonNull(config).readAllBytes());
    }
    return ConfigReader.read(file, List.of(overrides), TransferConfig.class);
  }

  private static List<Integer> numbers(List<Take> takes, boolean pictures) {
    return IntStream.range(0, takes.size())
        .filter(i -> takes.get(i).pictures() == pictures)
        .boxed()
        .toList();
  }

  @Test
  void theLipReaderIsTheRowsNetwork() throws Exception {
    ResolvedConfig<TransferConfig> config = config("data.options.sound_alone=accept");
    TdlConfig tdl = config.value().tdl();
    PartlySeen set = new PartlySeen(new MadeTakes(6), 3);
    Path run = folder.resolve("run");
    assertEquals("knn-0-mostly", TransferRun.open(config, set, run).makeReader());
    assertEquals("knn-0-mostly", LipReader.row(run));

    // The same row by the way of the table: a split that asks takes with pictures.
    LabelledTakes takes = LabelledTakes.of(set.takes());
    MediaVectors source =
        new MediaVectors(
            TakeMedia.read(set, 4, 2),
            Objects.requireNonNull(tdl.pictures()),
            Objects.requireNonNull(tdl.sound()));
    List<Integer> seen = numbers(set.takes(), true);
    Split split = new Split(1, 1, seen, numbers(set.takes(), false), seen);
    double[][] expected =
        new RowRunner(SplitNetworks.train(takes, source, split, tdl), tdl, null)
            .run(new Row(Kind.KNN, 0, Mix.MOSTLY_VIDEO))
            .probabilities();
    double[][] unimodal =
        new RowRunner(SplitNetworks.train(takes, source, split, tdl), tdl, null)
            .run(Row.unimodal())
            .probabilities();
    double apart = 0;
    try (LipReader reader = LipReader.read(run, tdl)) {
      for (int i = 0; i < seen.size(); i++) {
        Take take = set.takes().get(seen.get(i));
        for (Guess guess : reader.guess(set.video(take), take.speaker())) {
          int label = takes.labels().indexOf(guess.label());
          assertEquals(expected[i][label], guess.probability(), 1e-5, take.id());
          apart = Math.max(apart, Math.abs(unimodal[i][label] - guess.probability()));
        }
      }
    }
    assertTrue(apart > 0.01, "sound has changed the network: " + apart);
  }

  @Test
  void upperLayersAloneMayLearnFromSound() throws Exception {
    ResolvedConfig<TransferConfig> config =
        config("data.options.sound_alone=accept", "lip_reader=knn-3-mostly");
    Path run = folder.resolve("upper");
    TransferRun.open(config, new PartlySeen(new MadeTakes(4), 2), run).makeReader();
    assertEquals("knn-3-mostly", LipReader.row(run));
    // Where every take has pictures there is nothing to map.
    Path seen = folder.resolve("seen");
    assertEquals("unimodal", TransferRun.open(config, new MadeTakes(3), seen).makeReader());
  }

  @Test
  void allRowsAreMadeOfSetsWithSoundAlone() throws Exception {
    ResolvedConfig<TransferConfig> config =
        config("data.options.sound_alone=accept", "protocol.only_folds=[1]", "protocol.seeds=[1]");
    PartlySeen set = new PartlySeen(new MadeTakes(6), 4);
    TransferRun run = TransferRun.open(config, set, folder.resolve("rows"));
    run.make(new Share(0, 1));
    assertEquals(run.cells(), run.done());
    for (Cell cell : run.read()) {
      List<String> asked = new ArrayList<>(cell.takes());
      assertTrue(
          asked.stream().noneMatch(id -> id.contains("5_") || id.contains("6_")), cell.row());
    }
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    ConfigException control =
        assertThrows(ConfigException.class, () -> config("lip_reader=oracle-3-mostly"));
    assertTrue(String.valueOf(control.getMessage()).contains("lip_reader must be one of the rows"));
    // All videos are known, so that no pictures are withheld that an oracle could see.
    ResolvedConfig<TransferConfig> all =
        config("data.options.sound_alone=accept", "protocol.parallel=1.0");
    IllegalArgumentException oracle =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                TransferRun.open(
                    all, new PartlySeen(new MadeTakes(4), 3), folder.resolve("oracle")));
    assertTrue(
        String.valueOf(oracle.getMessage()).contains("row oracle-3-mostly stands in for"),
        oracle.getMessage());
    // The same takes, one of which has lost its pictures since.
    ResolvedConfig<TransferConfig> config = config("data.options.sound_alone=accept");
    Path run = folder.resolve("begun");
    TransferRun.open(config, new PartlySeen(new MadeTakes(4), 4), run);
    assertThrows(
        IOException.class,
        () -> TransferRun.open(config, new PartlySeen(new MadeTakes(4), 3), run));
  }
}
