package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.distill.pretrained.EncodedTakes;
import avts.distill.pretrained.EncodersConfig;
import avts.distill.pretrained.EncodersConfig.Hearing;
import avts.distill.pretrained.FoldEncoders;
import avts.distill.protocol.Folds;
import avts.distill.protocol.ProtocolConfig;
import avts.distill.protocol.Trials;
import avts.distill.sense.SensesConfig.SeenConfig;
import avts.distill.student.Student;
import avts.distill.student.StudentOrigin;
import avts.distill.teacher.TeacherCache;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.KeptModel;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private static final String TRIALS = "trials.txt";
  private static final String TEACHERS = "teachers";

  /** Takes whose mean length is that of the sound by which students are timed. */
  private static final int TIMED_TAKES = 16;

  private final ResolvedConfig<DistillConfig> config;
  private final TakeSet set;
  private final Folds folds;
  private final Path folder;
  private final @Nullable FoldEncoders encoders;

  private DistillRun(
      ResolvedConfig<DistillConfig> config,
      TakeSet set,
      Folds folds,
      Path folder,
      @Nullable FoldEncoders encoders) {
    this.config = config;
    this.set = set;
    this.folds = folds;
    this.folder = folder;
    this.encoders = encoders;
  }

  /**
   * Opens a run, new or begun before, whose networks hear and see the takes themselves, or that was
   * begun with pretrained models.
   *
   * @throws IOException if the folder holds a run of another config, set or list of trials, or a
   *     list cannot be read
   * @throws IllegalArgumentException if the set cannot be divided as the config asks, or the config
   *     asks for encoders and the run has none yet
   */
  public static DistillRun open(ResolvedConfig<DistillConfig> config, TakeSet set, Path folder)
      throws IOException {
    Folds folds = begin(config, set, folder);
    EncodersConfig encoders = config.value().senses().encoders();
    return new DistillRun(
        config,
        set,
        folds,
        folder,
        encoders == null
            ? null
            : FoldEncoders.of(folder, encoders, config.value().protocol().foldsToRun()));
  }

  /**
   * Opens a run, new or begun before, on the encoders of pretrained models.
   *
   * @throws avts.pretrain.run.DataRefusedException if test takes were seen in pretraining
   * @throws IOException if the folder holds a run of another config, another set or another model
   * @throws IllegalArgumentException if the set cannot be divided as the config asks, the config
   *     does not ask for encoders, or a model is of no use
   */
  public static DistillRun open(
      ResolvedConfig<DistillConfig> config,
      TakeSet set,
      Path folder,
      FoldEncoders.Request pretrained)
      throws IOException, MediaException {
    DistillConfig values = config.value();
    EncodersConfig encoders = values.senses().encoders();
    if (encoders == null) {
      throw new IllegalArgumentException(
          "the config has no senses.encoders, so that a pretrained model has no use: leave it out");
    }
    Folds folds = begin(config, set, folder);
    Map<Integer, List<Take>> asked = new HashMap<>();
    for (int fold : values.protocol().foldsToRun()) {
      asked.put(fold, folds.split(fold).asked().stream().map(set.takes()::get).toList());
    }
    FoldEncoders.Subject subject =
        new FoldEncoders.Subject(
            set, asked, values.data().format().computedFeatures(values.data().options()));
    return new DistillRun(
        config, set, folds, folder, FoldEncoders.begin(folder, encoders, subject, pretrained));
  }

  private static Folds begin(ResolvedConfig<DistillConfig> config, TakeSet set, Path folder)
      throws IOException {
    for (Take take : set.takes()) {
      checkArgument(
          take.pictures(),
          "%s is sound alone: teachers must see every take; set data.options.sound_alone to"
              + " refuse, and such files are passed over",
          take.id());
    }
    ProtocolConfig protocol = config.value().protocol();
    Trials trials = Trials.read(protocol.verification(), set.takes());
    Folds folds = new Folds(protocol, set.takes(), trials);
    BegunRun.folder(folder);
    BegunRun.same(folder.resolve(CONFIG), config.yaml(), "settings");
    BegunRun.same(folder.resolve(TAKES), takes(set), "takes");
    if (!trials.text().isEmpty()) {
      BegunRun.same(folder.resolve(TRIALS), trials.text(), "trials");
    }
    return folds;
  }

  /** Returns the config. */
  public ResolvedConfig<DistillConfig> config() {
    return config;
  }

  /** Returns the set. */
  public TakeSet set() {
    return set;
  }

  /** Returns where the encoders come from, by fold; empty where there are none. */
  public SortedMap<Integer, KeptModel.Origin> encoders() {
    return encoders == null ? new TreeMap<>() : encoders.origins();
  }

  /** Makes what cells have in common: the pictures as encoders see them, where there are some. */
  public void prepare() throws IOException, MediaException {
    if (encoders != null) {
      encoders.prepare(set);
    }
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
      UnitRunner runner = runner(media, unit, cache);
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
      runner(
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

  private UnitRunner runner(UnitRunner.Material media, Unit unit, TeacherCache cache)
      throws IOException, MediaException {
    try (EncodedTakes encoded = encoders == null ? null : encoders.open(unit.fold(), set)) {
      return new UnitRunner(media, unit, cache, encoded);
    }
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

  /** Without an encoder's part, the time of students that hear by one would be no cost. */
  private Map<Double, Double> costs() throws IOException, MediaException {
    if (config.value().senses().studentHears() == Hearing.ENCODER) {
      return Map.of();
    }
    List<FeatureTrack> sounds = new ArrayList<>();
    for (Take take : set.takes().subList(0, Math.min(TIMED_TAKES, set.takes().size()))) {
      sounds.add(set.sound(take));
    }
    return StudentCosts.of(config.value(), sounds)
        .measure(
            config.value().student().layers(),
            folds.classes(Folds.ALL).size(),
            new TreeSet<>(
                config.value().rows().stream()
                    .filter(RowConfig::student)
                    .map(RowConfig::size)
                    .toList()));
  }
}
