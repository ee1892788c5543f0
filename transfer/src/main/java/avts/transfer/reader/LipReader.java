package avts.transfer.reader;

import avts.datasets.io.AtomicFiles;
import avts.datasets.take.GrayVideo;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.train.DivergenceException;
import avts.transfer.feature.BlockMean;
import avts.transfer.feature.VideoFeatures;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.protocol.Split;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.SplitNetworks;
import avts.transfer.tdl.TdlConfig;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network that tells from the pictures of a mouth what was said, trained on all takes of a set.
 *
 * <p>Every take of a set has pictures, so that there is nothing left to map: this is the video
 * network of the run's config with the most that can be learned from. Immutable.
 */
public final class LipReader {
  private static final String FILE = "lip-reader.safetensors";
  private static final String LABELS = "labels";
  private static final String SEPARATOR = "\n";

  private final TdlConfig config;
  private final List<String> labels;
  private final VideoFeatures features;
  private final HiddenNetwork network;

  /**
   * A label with its probability.
   *
   * @param label name of the label
   * @param probability 0 to 1; all labels' add up to 1
   */
  public record Guess(String label, double probability) {}

  private LipReader(
      TdlConfig config, List<String> labels, VideoFeatures features, HiddenNetwork network) {
    this.config = config;
    this.labels = List.copyOf(labels);
    this.features = features;
    this.network = network;
  }

  /** Trains on all takes of a set. */
  public static LipReader train(LabelledTakes takes, TdlConfig config, long seed)
      throws DivergenceException, InterruptedException {
    List<Integer> all = IntStream.range(0, takes.media().takes().size()).boxed().toList();
    SplitNetworks networks =
        SplitNetworks.train(takes, new Split(1, seed, all, List.of(), List.of()), config);
    return new LipReader(
        config,
        takes.labels(),
        VideoFeatures.fit(takes.media(), config.pictures(), networks.learned()),
        networks.video());
  }

  /** Writes the reader into a run's folder, complete or not at all. */
  public void write(Path run) throws IOException {
    List<NamedTensor> tensors = new ArrayList<>(network.tensors());
    tensors.addAll(features.tensors());
    Path unfinished = AtomicFiles.unfinished(run.resolve(FILE));
    Files.deleteIfExists(unfinished);
    Safetensors.write(unfinished, tensors, Map.of(LABELS, Joiner.on(SEPARATOR).join(labels)));
    AtomicFiles.move(unfinished, run.resolve(FILE));
  }

  /** Returns whether a run has left a reader. */
  public static boolean isIn(Path run) {
    return Files.exists(run.resolve(FILE));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param config the config of the run
   * @throws IOException if there is no reader, or it does not fit the config
   */
  public static LipReader read(Path run, TdlConfig config) throws IOException {
    Path file = run.resolve(FILE);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      @Nullable String names = reader.metadata().get(LABELS);
      if (names == null) {
        throw new IOException(file + " is no lip reader: it has no labels");
      }
      List<String> labels = Splitter.on(SEPARATOR).splitToList(names);
      VideoFeatures features = VideoFeatures.read(config.pictures(), reader);
      return new LipReader(
          config,
          labels,
          features,
          HiddenNetwork.read(
              file,
              config
                  .video()
                  .layers()
                  .shape(config.pictures().steps(), features.width(), labels.size()),
              config.video().layers()));
    }
  }

  /**
   * Tells what was said.
   *
   * @param video pictures of a mouth, at least as large as those that were learned from
   * @param speaker who it is, where that is one of the set's speakers; any other name stands for a
   *     stranger
   * @return all labels, the likeliest first
   */
  public List<Guess> guess(GrayVideo video, String speaker) {
    GrayVideo small = BlockMean.of(video, config.pictures().height(), config.pictures().width());
    double[] given = network.probabilities(features.of(small, speaker))[0];
    return IntStream.range(0, given.length)
        .mapToObj(i -> new Guess(labels.get(i), given[i]))
        .sorted(Comparator.comparingDouble(Guess::probability).reversed())
        .toList();
  }
}
