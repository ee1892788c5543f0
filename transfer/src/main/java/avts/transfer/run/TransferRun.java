package avts.transfer.run;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.grid.CellProcesses.CellTable;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.train.DivergenceException;
import avts.transfer.feature.TakeMedia;
import avts.transfer.feature.VideoFeatureConfig;
import avts.transfer.protocol.Folds;
import avts.transfer.reader.LipReader;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Largest;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowRunner;
import avts.transfer.tdl.SplitNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

  /** One fold under one seed. */
  private record Unit(int fold, long seed) {}

  private TransferRun(ResolvedConfig<TransferConfig> config, TakeSet set, Path folder) {
    this.config = config;
    this.set = set;
    this.folder = folder;
  }

  /**
   * Opens a run, new or begun before.
   *
   * @throws IOException if the folder holds a run of another config or another set
   */
  public static TransferRun open(ResolvedConfig<TransferConfig> config, TakeSet set, Path folder)
      throws IOException {
    TransferRun run = new TransferRun(config, set, folder);
    new Folds(config.value().protocol(), set.takes()); // refuses what cannot be divided
    Files.createDirectories(folder);
    run.same(CONFIG, config.yaml(), "settings");
    run.same(TAKES, String.join("\n", set.takes().stream().map(Take::id).toList()) + "\n", "takes");
    return run;
  }

  private void same(String name, String wanted, String what) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      AtomicFiles.replace(file, wanted);
    } else if (!Files.readString(file).equals(wanted)) {
      throw new IOException(
          folder
              + " was begun with other "
              + what
              + " (see "
              + file
              + "): name another folder, or delete it");
    }
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

  private List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (long seed : config.value().protocol().seeds()) {
      for (int fold : config.value().protocol().foldsToRun()) {
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
    LabelledTakes takes = load();
    Folds folds = new Folds(values.protocol(), set.takes());
    for (Unit unit : mine) {
      SplitNetworks networks =
          SplitNetworks.train(takes, folds.split(unit.fold, unit.seed), values.tdl());
      RowRunner runner = new RowRunner(networks, values.tdl());
      for (Row row : missing(unit)) {
        cell(takes, networks, row, runner.run(row)).write(folder);
      }
    }
  }

  /**
   * Trains the lip reader that the run leaves behind, on all takes of the set with the first seed,
   * where it is not there yet.
   */
  public void makeReader()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    if (!LipReader.isIn(folder)) {
      TransferConfig values = config.value();
      LipReader.train(load(), values.tdl(), values.protocol().seeds().get(0)).write(folder);
    }
  }

  private LabelledTakes load() throws IOException, MediaException {
    VideoFeatureConfig pictures = config.value().tdl().pictures();
    return LabelledTakes.of(TakeMedia.read(set, pictures.height(), pictures.width()));
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
