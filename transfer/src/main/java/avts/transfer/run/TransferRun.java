package avts.transfer.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.KeptModel;
import avts.pretrain.grid.BegunRun;
import avts.pretrain.grid.CellProcesses.CellTable;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.take.TakeMedia;
import avts.pretrain.train.DivergenceException;
import avts.transfer.encoder.EncoderConfig;
import avts.transfer.encoder.RunEncoders;
import avts.transfer.feature.MediaVectors;
import avts.transfer.feature.VectorSource;
import avts.transfer.feature.VideoFeatureConfig;
import avts.transfer.protocol.Folds;
import avts.transfer.protocol.Split;
import avts.transfer.reader.LipReader;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Largest;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig;
import avts.transfer.tdl.RowRunner;
import avts.transfer.tdl.SplitNetworks;
import avts.transfer.tdl.TdlConfig;
import avts.transfer.tdl.UnfreezeConfig;
import avts.transfer.tdl.UnfrozenVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A run of the grid: the cells of a set in a folder. What is there is not made again.
 *
 * <p>All rows of a fold and seed come from the same two networks, so that they differ in nothing
 * else. A cell is a function of config, set, fold and seed, whichever process makes it.
 */
public final class TransferRun implements CellTable {
  /** File of a run with its resolved config. */
  public static final String CONFIG = "config.yaml";

  private static final String TAKES = "takes.txt";

  private final ResolvedConfig<TransferConfig> config;
  private final TakeSet set;
  private final Path folder;
  private final @Nullable RunEncoders encoders;

  /** One fold under one seed. */
  private record Unit(int fold, long seed) {}

  private TransferRun(
      ResolvedConfig<TransferConfig> config,
      TakeSet set,
      Path folder,
      @Nullable RunEncoders encoders) {
    this.config = config;
    this.set = set;
    this.folder = folder;
    this.encoders = encoders;
  }

  /**
   * Opens a run, new or begun before, whose networks see the takes themselves, or that was begun
   * with a pretrained model.
   *
   * @throws IOException if the folder holds a run of another config or another set
   * @throws IllegalArgumentException if the config asks for encoders and the run has none yet
   */
  public static TransferRun open(ResolvedConfig<TransferConfig> config, TakeSet set, Path folder)
      throws IOException {
    begin(config, set, folder);
    EncoderConfig encoders = config.value().tdl().encoders();
    return new TransferRun(
        config, set, folder, encoders == null ? null : RunEncoders.of(folder, encoders));
  }

  /**
   * Opens a run, new or begun before, on the encoders of a pretrained model.
   *
   * @throws avts.pretrain.run.DataRefusedException if test takes were seen in pretraining
   * @throws IOException if the folder holds a run of another config, another set or another model
   * @throws IllegalArgumentException if the config does not ask for encoders
   */
  public static TransferRun open(
      ResolvedConfig<TransferConfig> config,
      TakeSet set,
      Path folder,
      RunEncoders.Request pretrained)
      throws IOException, MediaException {
    TransferConfig values = config.value();
    EncoderConfig encoders = values.tdl().encoders();
    if (encoders == null) {
      throw new IllegalArgumentException(
          "the config has no tdl.encoders, so that a pretrained model has no use: leave it out");
    }
    begin(config, set, folder);
    RunEncoders.Subject subject =
        new RunEncoders.Subject(set, asked(values, set), values.data().computedFeatures());
    return new TransferRun(
        config, set, folder, RunEncoders.begin(folder, encoders, subject, pretrained));
  }

  private static void begin(ResolvedConfig<TransferConfig> config, TakeSet set, Path folder)
      throws IOException {
    checkRows(config.value(), new Folds(config.value().protocol(), set.takes()));
    BegunRun.folder(folder);
    BegunRun.same(folder.resolve(CONFIG), config.yaml(), "settings");
    String takes = String.join("\n", set.takes().stream().map(TransferRun::line).toList()) + "\n";
    BegunRun.same(folder.resolve(TAKES), takes, "takes");
  }

  private static String line(Take take) {
    return take.id() + (take.pictures() ? "" : "\tsound alone");
  }

  /** Refuses rows that stand in for takes where a fold has none. */
  private static void checkRows(TransferConfig config, Folds folds) {
    for (Unit unit : units(config)) {
      Split split = folds.split(unit.fold, unit.seed);
      for (Row row : config.allRows()) {
        boolean oracle = row.kind() == RowConfig.Kind.ORACLE;
        checkArgument(
            !row.kind().standsIn()
                || !(oracle ? folds.withheld(split) : split.audioOnly()).isEmpty(),
            "row %s stands in for training takes of which the sound alone is known%s, and fold %s"
                + " has none: lower protocol.parallel, or leave the row out",
            row.name(),
            oracle ? " although there are pictures" : "",
            unit.fold);
      }
    }
  }

  /** Takes that some fold tests under some seed. */
  private static List<Take> asked(TransferConfig config, TakeSet set) {
    Folds folds = new Folds(config.protocol(), set.takes());
    Set<Integer> asked = new TreeSet<>();
    for (Unit unit : units(config)) {
      asked.addAll(folds.split(unit.fold, unit.seed).test());
    }
    return asked.stream().map(set.takes()::get).toList();
  }

  /** Returns the config. */
  public ResolvedConfig<TransferConfig> config() {
    return config;
  }

  @Override
  public Path folder() {
    return folder;
  }

  /** Returns the set. */
  public TakeSet set() {
    return set;
  }

  /** Returns where the encoders come from; null where the networks see the takes themselves. */
  public KeptModel.@Nullable Origin encoders() {
    return encoders == null ? null : encoders.origin();
  }

  private List<Unit> units() {
    return units(config.value());
  }

  private static List<Unit> units(TransferConfig config) {
    List<Unit> units = new ArrayList<>();
    for (long seed : config.protocol().seeds()) {
      for (int fold : config.protocol().foldsToRun()) {
        units.add(new Unit(fold, seed));
      }
    }
    return units;
  }

  @Override
  public int cells() {
    return units().size() * config.value().allRows().size();
  }

  @Override
  public int done() {
    return (int)
        units().stream()
            .flatMap(unit -> config.value().allRows().stream().map(row -> file(row, unit)))
            .filter(Files::exists)
            .count();
  }

  private Path file(Row row, Unit unit) {
    return Cell.file(folder, row.name(), unit.fold, unit.seed);
  }

  /**
   * Makes what all cells have in common: the takes as the encoders see and hear them, where there
   * are encoders.
   */
  public void prepare() throws IOException, MediaException {
    if (encoders != null) {
      encoders.vectors(set, config.value().protocol().seeds());
    }
  }

  /**
   * Makes those missing cells that fall to one of several processes.
   *
   * @param share the work of this process
   * @throws IOException if a file of the set cannot be read or a cell not be written
   * @throws DivergenceException if a training left the numbers
   */
  public void make(Share share)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    List<Unit> units = units();
    List<Unit> mine =
        IntStream.range(0, units.size())
            .filter(share::has)
            .mapToObj(units::get)
            .filter(unit -> !missing(unit).isEmpty())
            .toList();
    if (mine.isEmpty()) {
      return;
    }
    TransferConfig values = config.value();
    LabelledTakes takes = LabelledTakes.of(set.takes());
    VectorSource source = source();
    Folds folds = new Folds(values.protocol(), set.takes());
    for (Unit unit : mine) {
      SplitNetworks networks =
          SplitNetworks.train(takes, source, folds.split(unit.fold, unit.seed), values.tdl());
      RowRunner runner = new RowRunner(networks, values.tdl(), unfrozen());
      for (Row row : missing(unit)) {
        cell(takes, networks, row, runner.run(row)).write(folder);
      }
    }
  }

  /**
   * Trains the lip reader that the run leaves behind, on all takes of the set with the first seed,
   * where it is not there yet.
   *
   * @return name of the row whose network it is
   */
  public String makeReader()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    if (!LipReader.isIn(folder)) {
      TransferConfig values = config.value();
      LipReader.train(
              LabelledTakes.of(set.takes()),
              source(),
              values.tdl(),
              new LipReader.Request(values.lipReaderRow(), values.protocol().seeds().get(0)))
          .write(folder);
    }
    return LipReader.row(folder);
  }

  private @Nullable UnfrozenVideo unfrozen() {
    UnfreezeConfig unfreeze = config.value().tdl().unfreeze();
    return encoders == null || unfreeze == null ? null : new UnfrozenVideo(encoders, set, unfreeze);
  }

  private VectorSource source() throws IOException, MediaException {
    if (encoders != null) {
      return encoders.vectors(set, config.value().protocol().seeds());
    }
    TdlConfig tdl = config.value().tdl();
    VideoFeatureConfig pictures = Objects.requireNonNull(tdl.pictures());
    return new MediaVectors(
        TakeMedia.read(set, pictures.height(), pictures.width()),
        pictures,
        Objects.requireNonNull(tdl.sound()));
  }

  private List<Row> missing(Unit unit) {
    return config.value().allRows().stream().filter(row -> !Files.exists(file(row, unit))).toList();
  }

  private static Cell cell(
      LabelledTakes takes, SplitNetworks networks, Row row, RowRunner.Outcome outcome) {
    List<Integer> test = networks.split().test();
    List<String> told = new ArrayList<>();
    List<Double> probability = new ArrayList<>();
    for (int i = 0; i < test.size(); i++) {
      double[] given = outcome.probabilities()[i];
      told.add(takes.labels().get(Largest.of(given)));
      probability.add(given[takes.label(test.get(i))]);
    }
    return new Cell(
        row.name(),
        networks.split().fold(),
        networks.split().seed(),
        test.stream().map(take -> takes.take(take).id()).toList(),
        test.stream().map(take -> takes.take(take).label()).toList(),
        told,
        probability,
        outcome.mapping());
  }

  /** Returns the cells that are there, row by row. */
  List<Cell> read() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (Row row : config.value().allRows()) {
      for (Unit unit : units()) {
        Path file = file(row, unit);
        if (Files.exists(file)) {
          cells.add(Cell.read(file));
        }
      }
    }
    return cells;
  }

  /** Returns the figures of a finished run. */
  public TransferFigures figures() throws IOException {
    return TransferFigures.of(config.value(), read());
  }
}
