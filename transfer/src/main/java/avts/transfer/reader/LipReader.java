package avts.transfer.reader;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.take.GrayVideo;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.train.DivergenceException;
import avts.transfer.encoder.EncoderConfig;
import avts.transfer.encoder.RunEncoders;
import avts.transfer.feature.PictureVectors;
import avts.transfer.feature.VectorSource;
import avts.transfer.feature.VideoFeatures;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.network.LayersConfig;
import avts.transfer.protocol.Split;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig;
import avts.transfer.tdl.RowRunner;
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
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network that tells from the pictures of a mouth what was said, trained on all takes of a set:
 * on the pictures of those that have some and, where there are takes of sound alone, on their
 * mapped sound. Immutable; one on encoders belongs to one thread at a time.
 */
public final class LipReader implements AutoCloseable {
  private static final String FILE = "lip-reader.safetensors";
  private static final String LABELS = "labels";
  private static final String SEED = "seed";
  private static final String ROW = "row";
  private static final String SEPARATOR = "\n";

  private final List<String> labels;
  private final PictureVectors pictures;
  private final HiddenNetwork network;

  /**
   * A label with its probability.
   *
   * @param label name of the label
   * @param probability 0 to 1; all labels' add up to 1
   */
  public record Guess(String label, double probability) {}

  /**
   * A reader that was trained and is not written yet.
   *
   * @param seed seed of its training
   * @param row name of the row whose network it is
   * @param labels the labels, by their numbers
   * @param tensors all that was learned
   */
  public record Trained(long seed, String row, List<String> labels, List<NamedTensor> tensors) {

    /** Copies the lists. */
    public Trained {
      labels = List.copyOf(labels);
      tensors = List.copyOf(tensors);
    }

    /** Writes the reader into a run's folder, complete or not at all. */
    public void write(Path run) throws IOException {
      Map<String, String> texts =
          Map.of(LABELS, Joiner.on(SEPARATOR).join(labels), SEED, Long.toString(seed), ROW, row);
      AtomicFiles.replace(
          run.resolve(FILE), unfinished -> Safetensors.write(unfinished, tensors, texts));
    }
  }

  private LipReader(List<String> labels, PictureVectors pictures, HiddenNetwork network) {
    this.labels = List.copyOf(labels);
    this.pictures = pictures;
    this.network = network;
  }

  /**
   * What is trained.
   *
   * @param row unimodal, or a row of mapped sound; without takes of sound alone there is nothing to
   *     map, and it is unimodal whatever is asked for
   * @param seed seed of the training
   */
  public record Request(Row row, long seed) {}

  /**
   * Trains on all takes of a set.
   *
   * @param source gives the vectors of {@code takes}
   */
  public static Trained train(
      LabelledTakes takes, VectorSource source, TdlConfig config, Request request)
      throws DivergenceException, InterruptedException {
    Map<Boolean, List<Integer>> byPictures =
        IntStream.range(0, takes.takes().size())
            .boxed()
            .collect(Collectors.partitioningBy(take -> takes.take(take).pictures()));
    List<Integer> seen = byPictures.getOrDefault(true, List.of());
    List<Integer> soundAlone = byPictures.getOrDefault(false, List.of());
    Row row = soundAlone.isEmpty() ? Row.unimodal() : request.row;
    Split split =
        new Split(
            1,
            request.seed,
            seen,
            row.kind() == RowConfig.Kind.UNIMODAL ? List.of() : soundAlone,
            List.of());
    SplitNetworks networks = SplitNetworks.train(takes, source, split, config);
    List<NamedTensor> tensors =
        new ArrayList<>(new RowRunner(networks, config, null).network(row).tensors());
    tensors.addAll(networks.vectors().fitted());
    return new Trained(request.seed, row.name(), takes.labels(), tensors);
  }

  /**
   * Returns the name of the row whose network a run has left.
   *
   * @throws IOException if there is no reader, or it does not say
   */
  public static String row(Path run) throws IOException {
    Path file = run.resolve(FILE);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      @Nullable String row = reader.metadata().get(ROW);
      if (row == null) {
        throw new IOException(file + " does not say its row: delete it, and run again");
      }
      return row;
    }
  }

  /** Returns whether a run has left a reader. */
  public static boolean isIn(Path run) {
    return Files.exists(run.resolve(FILE));
  }

  /**
   * Reads what a run has left; closing it closes the encoder, where it has one.
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
      PictureVectors pictures = pictures(run, config, reader);
      LayersConfig layers = config.video().layers();
      return new LipReader(
          labels,
          pictures,
          HiddenNetwork.read(
              file, layers.shape(pictures.steps(), pictures.width(), labels.size()), layers));
    }
  }

  private static PictureVectors pictures(Path run, TdlConfig config, SafetensorsReader reader)
      throws IOException {
    EncoderConfig encoders = config.encoders();
    if (encoders == null) {
      return VideoFeatures.read(Objects.requireNonNull(config.pictures()), reader);
    }
    @Nullable String seed = reader.metadata().get(SEED);
    if (seed == null) {
      throw new IOException(run.resolve(FILE) + " does not say its seed: delete it, and run again");
    }
    return RunEncoders.of(run, encoders).pictures(Long.parseLong(seed), reader);
  }

  /**
   * Tells what was said.
   *
   * @param video pictures of a mouth, at least as large as those that were learned from
   * @param speaker who it is, where that is one of the set's speakers; any other name stands for a
   *     stranger
   * @return all labels, the likeliest first
   * @throws MediaException if the pictures cannot be cut into clips
   */
  public List<Guess> guess(GrayVideo video, String speaker) throws MediaException {
    double[] given = network.probabilities(pictures.of(video, speaker))[0];
    return IntStream.range(0, given.length)
        .mapToObj(i -> new Guess(labels.get(i), given[i]))
        .sorted(Comparator.comparingDouble(Guess::probability).reversed())
        .toList();
  }

  @Override
  public void close() {
    pictures.close();
  }
}
