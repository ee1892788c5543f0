package avts.transfer.tdl;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.pretrain.train.DivergenceException;
import avts.transfer.mapping.MappingConfig;
import avts.transfer.network.Examples;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.network.HiddenNetwork.Lesson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a split, all from the same two networks. */
public final class RowRunner {
  private final SplitNetworks networks;
  private final TdlConfig config;
  private final @Nullable UnfrozenVideo unfrozen;

  /**
   * What a row gives on the test takes of a split.
   *
   * @param probabilities of each class for each test take
   * @param mapping how well the sound of the test takes was mapped; null for rows without mapping
   */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Outcome(double[][] probabilities, @Nullable MappingQuality mapping) {}

  /**
   * Begins with trained networks.
   *
   * @param unfrozen makes rows {@code unfrozen}; null where there are none
   */
  public RowRunner(SplitNetworks networks, TdlConfig config, @Nullable UnfrozenVideo unfrozen) {
    this.networks = networks;
    this.config = config;
    this.unfrozen = unfrozen;
  }

  /**
   * Makes a row.
   *
   * @throws IllegalArgumentException if the networks have no such layer, or a mapping cannot be
   *     fitted to the split's takes
   * @throws IOException if a row that looks at pictures again cannot read them
   */
  public Outcome run(Row row)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    List<Integer> test = networks.split().test();
    return switch (row.kind()) {
      case UNIMODAL ->
          new Outcome(networks.video().probabilities(networks.pictures().of(test)), null);
      case AUDIO ->
          new Outcome(networks.audio().probabilities(networks.sound().spoken().of(test)), null);
      case KERNEL_RIDGE -> new Outcome(KernelRidge.on(networks), null);
      case UNFROZEN -> new Outcome(Objects.requireNonNull(unfrozen).probabilities(networks), null);
      case KNN, NCCA, SVR, RIDGE -> mapped(row);
      case ORACLE -> asked(row, networks.video(networks.withheld(), row.layer()));
      case REAL_ONLY -> asked(row, networks.video(networks.learned(), row.layer()));
      case SAME_LABEL ->
          asked(row, labelled(SameLabelMix.of(networks, row.layer(), config.mixedTakes()), false));
      case PERMUTED -> {
        MappedAudio mapping =
            new MappedAudio(networks, config, MappingConfig.Kind.KNN, row.layer());
        yield asked(row, labelled(mapping.of(networks.split().audioOnly()), true));
      }
    };
  }

  /**
   * Returns the network of a row for pictures, from the first layer to the last.
   *
   * @throws IllegalArgumentException if it is no row that may read new takes: {@code unimodal}, or
   *     one of mapped sound
   */
  public HiddenNetwork network(Row row) throws DivergenceException, InterruptedException {
    if (row.kind() == RowConfig.Kind.UNIMODAL) {
      return networks.video();
    }
    checkArgument(row.kind().mapped(), "row %s is a control, not a lip reader", row.name());
    return networks.video().with(tuned(row, examples(mapping(row))), row.layer());
  }

  private MappedAudio mapping(Row row) {
    MappingConfig.Kind kind =
        switch (row.kind()) {
          case KNN -> MappingConfig.Kind.KNN;
          case NCCA -> MappingConfig.Kind.NCCA;
          case SVR -> MappingConfig.Kind.SVR;
          case RIDGE -> MappingConfig.Kind.RIDGE;
          default -> throw new IllegalArgumentException(row.name() + " maps no sound");
        };
    return new MappedAudio(networks, config, kind, row.layer());
  }

  private Examples examples(MappedAudio mapping) {
    return labelled(mapping.of(networks.split().audioOnly()), false);
  }

  private Outcome mapped(Row row) throws DivergenceException, InterruptedException {
    MappedAudio mapping = mapping(row);
    Examples mapped = examples(mapping);
    List<Integer> test = networks.split().test();
    MappingQuality quality =
        MappingQuality.of(
            mapping.settings(),
            mapping.of(test),
            networks.video(test, row.layer()).values(),
            test.size());
    return new Outcome(asked(row, mapped).probabilities(), quality);
  }

  /** The values in place of the audio-only takes, with their labels. */
  private Examples labelled(float[] values, boolean permuted) {
    List<Integer> takes = new ArrayList<>(networks.split().audioOnly());
    if (permuted) {
      Shuffle.inPlace(
          takes, new Seeds(SplitNetworks.seed(networks.split(), 5)).generator(Purpose.PAIRS, 0, 0));
    }
    return new Examples(values, networks.takes().labelsOf(takes));
  }

  /** Reads the test takes' pictures through layers that were fine-tuned. */
  private Outcome asked(Row row, Examples extra) throws DivergenceException, InterruptedException {
    float[] seen = networks.video(networks.split().test(), row.layer()).values();
    return new Outcome(tuned(row, extra).probabilities(seen), null);
  }

  /** Fine-tunes the layers above. */
  private HiddenNetwork tuned(Row row, Examples extra)
      throws DivergenceException, InterruptedException {
    int layer = row.layer();
    Examples real = networks.video(networks.learned(), layer);
    long seed = SplitNetworks.seed(networks.split(), 10 + layer);
    Examples heldOut = networks.heldOutVideo(layer);
    Lesson lesson =
        extra.count() == 0
            ? Lesson.of(real, heldOut, seed) // all takes are parallel: there is nothing to map
            : switch (row.mix()) {
              case ALONE -> Lesson.of(extra, heldOut, seed);
              case WITH_VIDEO -> new Lesson(real, extra, 0.5, heldOut, seed);
              case MOSTLY_VIDEO -> new Lesson(real, extra, config.extraShare(), heldOut, seed);
            };
    return networks.video().above(layer).trained(config.finetune(), lesson);
  }
}
