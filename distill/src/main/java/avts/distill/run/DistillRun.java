package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.distill.protocol.Folds;
import avts.distill.sense.SensesConfig.SeenConfig;
import avts.distill.student.Student;
import avts.distill.student.StudentOrigin;
import avts.distill.teacher.TeacherCache;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.grid.BegunRun;
import avts.pretrain.grid.CellProcesses.CellTable;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.run.RunProvenance;
import avts.pretrain.take.TakeMedia;
import avts.pretrain.train.DivergenceException;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A run of the table: cells and teachers' embeddings in a folder. What is there is not made again.
 *
 * <p>All rows of a unit hear the same noise, learn from the same takes and begin with the same
 * seed. A cell is a function of config, set and unit, whichever process makes it.
 */
public final class DistillRun implements CellTable {
  /** File of a run with its resolved config. */
  public static final String CONFIG = "config.yaml";

  private static final String TAKES = "takes.txt";
  private static final String TEACHERS = "teachers";

  /** Takes whose mean length is that of the sound by which students are timed. */
  private static final int TIMED_TAKES = 16;

  private final ResolvedConfig<DistillConfig> config;
  private final TakeSet set;
  private final Folds folds;
  private final Path folder;

  private DistillRun(ResolvedConfig<DistillConfig> config, TakeSet set, Folds folds, Path folder) {
    this.config = config;
    this.set = set;
    this.folds = folds;
    this.folder = folder;
  }

  /**
   * Opens a run, new or begun before.
   *
   * @throws IOException if the folder holds a run of another config or another set
   * @throws IllegalArgumentException if the set cannot be divided as the config asks
   */
  public static DistillRun open(ResolvedConfig<DistillConfig> config, TakeSet set, Path folder)
      throws IOException {
    for (Take take : set.takes()) {
      checkArgument(
          take.pictures(),
          "%s is sound alone: teachers must see every take; set data.options.sound_alone to"
              + " refuse, and such files are passed over",
          take.id());
    }
    DistillRun run =
        new DistillRun(config, set, new Folds(config.value().protocol(), set.takes()), folder);
    Files.createDirectories(folder);
    BegunRun.same(folder.resolve(CONFIG), config.yaml(), "settings");
    BegunRun.same(folder.resolve(TAKES), takes(set), "takes");
    return run;
  }

  /** Returns the config. */
  public ResolvedConfig<DistillConfig> config() {
    return config;
  }

  /** Returns the set. */
  public TakeSet set() {
    return set;
  }

  @Override
  public Path folder() {
    return folder;
  }

  private List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (long seed : config.value().protocol().seeds()) {
      for (int fold : config.value().protocol().foldsToRun()) {
        for (double noise : config.value().protocol().noise()) {
          units.add(new Unit(noise, fold, seed));
        }
      }
    }
    return units;
  }

  @Override
  public int cells() {
    return units().size() * config.value().rows().size();
  }

  @Override
  public int done() {
    return (int)
        units().stream()
            .flatMap(unit -> config.value().rows().stream().map(row -> file(unit, row)))
            .filter(Files::exists)
            .count();
  }

  private Path file(Unit unit, RowConfig row) {
    return Cell.file(folder, unit, row.name());
  }

  /**
   * Makes those missing cells that fall to one of several processes.
   *
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
    UnitRunner.Material media = material();
    TeacherCache cache = new TeacherCache(folder.resolve(TEACHERS));
    for (Unit unit : mine) {
      UnitRunner runner = new UnitRunner(media, unit, cache);
      for (RowConfig row : missing(unit)) {
        runner.run(row).write(folder);
      }
    }
  }

  private UnitRunner.Material material() throws IOException, MediaException {
    SeenConfig pictures = config.value().senses().seen();
    return new UnitRunner.Material(
        config.value(), folds, TakeMedia.read(set, pictures.height(), pictures.width()));
  }

  /**
   * Trains the student that the run leaves to be shipped, on all takes of the set, where the config
   * asks for one and it is not there yet.
   *
   * @return the student; empty where the config asks for none
   */
  public Optional<Student> makeStudent()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    DeployedConfig deployed = config.value().deployed();
    DistillConfig.DataConfig data = config.value().data();
    FilterBankConfig bank = data.format().computedFeatures(data.options());
    if (deployed == null || bank == null) {
      return Optional.empty();
    }
    if (!Student.isIn(folder)) {
      new UnitRunner(
              material(),
              new Unit(deployed.noise(), Folds.ALL, deployed.seed()),
              new TeacherCache(folder.resolve(TEACHERS)))
          .deployed(
              config.value().row(deployed.row()),
              bank,
              new StudentOrigin(
                  deployed.row(),
                  deployed.noise(),
                  deployed.seed(),
                  config.hash(),
                  Hashing.sha256().hashString(takes(set), UTF_8).toString(),
                  RunProvenance.versions()))
          .write(folder);
    }
    return Optional.of(Student.read(folder));
  }

  private static String takes(TakeSet set) {
    return String.join("\n", set.takes().stream().map(Take::id).toList()) + "\n";
  }

  private List<RowConfig> missing(Unit unit) {
    return config.value().rows().stream().filter(row -> !Files.exists(file(unit, row))).toList();
  }

  /** Returns the figures of a finished run; what students cost is measured now. */
  public DistillFigures figures() throws IOException, MediaException {
    List<Cell> cells = new ArrayList<>();
    for (Unit unit : units()) {
      for (RowConfig row : config.value().rows()) {
        cells.add(Cell.read(file(unit, row)));
      }
    }
    return DistillFigures.of(config.value(), cells, costs());
  }

  private Map<Double, Double> costs() throws IOException, MediaException {
    List<FeatureTrack> sounds = new ArrayList<>();
    for (Take take : set.takes().subList(0, Math.min(TIMED_TAKES, set.takes().size()))) {
      sounds.add(set.sound(take));
    }
    return StudentCosts.of(config.value(), sounds)
        .measure(
            config.value().student().layers(),
            folds.classes().size(),
            new TreeSet<>(
                config.value().rows().stream()
                    .filter(RowConfig::student)
                    .map(RowConfig::size)
                    .toList()));
  }
}
