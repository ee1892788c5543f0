package avts.distill.encoder;

import avts.datasets.batch.ClipSource;
import avts.datasets.batch.SoundLoader;
import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.Split.Part;
import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.TowerImitator;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.DataLocation;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.NormalisationFile;
import avts.pretrain.run.RunData;
import avts.pretrain.run.RunProvenance;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.run.TrainingRun;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.Weights;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code avts distill encoder}: from a pretrained run and unlabelled videos to a run whose audio
 * tower is a small student's.
 *
 * <p>The student's run is an ordinary one: beside the student's tower its checkpoints hold the
 * teacher's pictures, so it is measured, embedded with and exported like any other. What it was
 * distilled by lies in {@value #SETTINGS}.
 */
public final class EncoderDistillation {
  /** Name of the file with the settings of the distillation in the student's run. */
  static final String SETTINGS = "distillation.yaml";

  /** Name of the folder with the teacher's embeddings in the student's run. */
  private static final String CACHE = "teacher";

  private final Request request;
  private final EncoderDistillConfig config;
  private final Seeds seeds;

  /**
   * What is asked for.
   *
   * @param config the distillation
   * @param teacher a run of avts pretrain, or the folder of one checkpoint
   * @param data manifest, store, or folder, list or shard of videos; null for what the teacher was
   *     trained on, and at a resume
   * @param run folder of the student's run
   * @param cache folder for the teacher's embeddings, which several runs may share; null for one in
   *     the run
   * @param resume whether to go on with a run that was begun
   * @param command the command line, for provenance
   * @param tell takes sentences for the user
   */
  public record Request(
      ResolvedConfig<EncoderDistillConfig> config,
      Path teacher,
      @Nullable Path data,
      Path run,
      @Nullable Path cache,
      boolean resume,
      List<String> command,
      Consumer<String> tell) {}

  /** Prepares a distillation; nothing is touched before {@link #run}. */
  public EncoderDistillation(Request request) {
    this.request = request;
    config = request.config().value();
    seeds = new Seeds(config.seed());
  }

  /**
   * Trains the student to the end, or until somebody asks to stop.
   *
   * @throws IllegalArgumentException if the teacher has an encoder that was never trained, or a
   *     resumed run was begun with other settings or another teacher
   * @throws DataRefusedException if the data cannot be used
   * @throws IOException if a run or an embedding cannot be written or read
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws DivergenceException if training left the numbers
   * @throws InterruptedException if the thread was interrupted
   */
  public TrainingRun.Outcome run()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    try (TrainedModel teacher = TrainedModel.open(request.teacher())) {
      teacher.requireBothTowers();
      ResolvedConfig<PretrainConfig> whole =
          new ResolvedConfig<>(config.run(teacher.config().value()));
      try (TowerImitator student = new TowerImitator(model(whole.value()))) {
        return train(teacher, whole, student, prepare(teacher, whole));
      }
    }
  }

  private TowerImitator.Model model(PretrainConfig whole) {
    return new TowerImitator.Model(
        whole.network(),
        whole.loss().normalise(),
        InputShape.of(whole.clip(), whole.features()),
        Tower.AUDIO,
        config.loss());
  }

  /** Clips with the embeddings to learn, and those to choose the best checkpoint by. */
  private record Prepared(
      RunData data,
      FixedGrid training,
      Embeddings trainingTargets,
      FixedGrid validation,
      Embeddings validationTargets) {}

  /** Holds the folder meanwhile: a second process would exchange the data of the first one. */
  private Prepared prepare(TrainedModel teacher, ResolvedConfig<PretrainConfig> whole)
      throws IOException, MediaException, InterruptedException {
    Path folder = request.run();
    require(folder);
    try (RunDirectory run = RunDirectory.hold(folder)) {
      require(run.folder());
      if (request.resume()) {
        requireSame(teacher);
      } else {
        RunData.deletePairs(folder);
        AtomicFiles.replace(folder.resolve(SETTINGS), request.config().yaml());
        NormalisationFile.write(folder, teacher.normalisation());
      }
      RunData data = RunData.of(manifest(teacher), whole.value());
      tellOfSeen(teacher, data);
      ClipSource clips = data.trainingClips(teacher.normalisation());
      FixedGrid training = FixedGrid.of(data, Part.TRAIN, clips, config.clips().hopSeconds());
      FixedGrid validation =
          FixedGrid.of(data, Part.VALIDATION, clips, config.clips().hopSeconds());
      TeacherEmbeddings embeddings =
          new TeacherEmbeddings(
              teacher,
              request.cache() == null ? folder.resolve(CACHE) : request.cache(),
              Progress.Mode.ofProcess());
      return new Prepared(
          data,
          training,
          embeddings.of(config.teacher(), training),
          validation,
          embeddings.of(config.teacher(), validation));
    }
  }

  private void require(Path folder) throws IOException {
    if (request.resume()) {
      RunDirectory.requireBegun(folder);
    } else {
      RunDirectory.requireNew(folder);
    }
  }

  private void requireSame(TrainedModel teacher) throws IOException {
    Path file = request.run().resolve(SETTINGS);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          request.run() + " has no " + SETTINGS + ": its run is no distillation of an encoder");
    }
    ResolvedConfig<EncoderDistillConfig> stored =
        ConfigReader.parse(Files.readString(file), file.toString(), EncoderDistillConfig.class);
    List<ResolvedConfig.Difference> differences = request.config().differences(stored);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the configuration differs from "
              + file
              + ": "
              + differences.stream().map(Object::toString).collect(Collectors.joining("; "))
              + ". Resume with the stored one, or start a new run");
    }
    Path provenance = request.run().resolve(Provenance.FILE);
    if (Files.exists(provenance)
        && !Provenance.read(request.run()).parents().contains(teacher.weightsSha256())) {
      throw new IllegalArgumentException(
          request.run()
              + " was begun with another teacher than "
              + teacher.id()
              + String.format(Locale.ROOT, " (weights %.12s)", teacher.weightsSha256())
              + ": name that one by --model, or start a new run");
    }
  }

  private Manifest manifest(TrainedModel teacher) throws IOException, InterruptedException {
    Path run = request.run();
    if (request.resume()) {
      return DataLocation.manifestOf(run);
    }
    Path file =
        request.data() == null
            ? Path.of(DataLocation.of(teacher.run()).manifest())
            : DataLocation.manifestOf(request.data(), run, Progress.Mode.ofProcess());
    Manifest manifest = Manifest.read(file);
    DataLocation.write(run, file, manifest);
    return manifest;
  }

  /** Figures on what the teacher knows by heart say too much of what the student has learned. */
  private void tellOfSeen(TrainedModel teacher, RunData data) throws IOException {
    int seen = teacher.seen(data.media(Part.VALIDATION)).size();
    if (seen > 0) {
      request
          .tell()
          .accept(
              String.format(
                  Locale.ROOT,
                  "the teacher was trained on %d of %d validation files",
                  seen,
                  data.split().part(Part.VALIDATION).size()));
    }
  }

  private TrainingRun.Outcome train(
      TrainedModel teacher,
      ResolvedConfig<PretrainConfig> whole,
      TowerImitator student,
      Prepared prepared)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    FrozenParts frozen = FrozenParts.of(teacher.engine(), name -> !isOfAudio(name));
    EncoderDistillConfig.Clips clips = config.clips();
    SoundLoader loader =
        new SoundLoader(
            prepared.training().windows(),
            prepared.training().clips(),
            new SoundLoader.Size(clips.perBatch(), clips.workers(), clips.prefetch()),
            seeds);
    request.tell().accept(sizes(teacher, student, prepared));
    TrainingRun.Subject subject =
        new TrainingRun.Subject(
            "distill",
            new ImitationTask(student, frozen, loader, prepared.trainingTargets()),
            initial(student, frozen),
            clips.perBatch(),
            new ImitationValidation(
                student, prepared.validation(), prepared.validationTargets(), request.tell()),
            List.of());
    return new TrainingRun(
            request.run(),
            request.resume() ? TrainingRun.Mode.RESUME : TrainingRun.Mode.NEW,
            plan(teacher, whole, prepared.data()),
            subject)
        .trainUntilStopped(request.tell());
  }

  private static boolean isOfAudio(String name) {
    return name.startsWith("audio.") || name.startsWith("head.audio.");
  }

  private String sizes(TrainedModel teacher, TowerImitator student, Prepared prepared) {
    int own = ParameterInfo.total(student.parameters());
    int teachers =
        teacher.engine().parameters().stream()
            .filter(info -> isOfAudio(info.name()))
            .mapToInt(ParameterInfo::size)
            .sum();
    return String.format(
        Locale.ROOT,
        "student of %d values, %.3f of the %d of the sound of %s; %d clips to learn from, %d to"
            + " validate",
        own,
        (double) own / teachers,
        teachers,
        teacher.id(),
        prepared.training().windows().size(),
        prepared.validation().windows().size());
  }

  private Weights initial(TowerImitator student, FrozenParts frozen) {
    return new Weights(
        student.initialParameters(seeds.generator(Purpose.INITIALISATION, 0, 0)),
        Floats.concat(
            student.initialStatistics(seeds.generator(Purpose.INITIALISATION, 0, 1)),
            frozen.values()));
  }

  private TrainingRun.Plan plan(
      TrainedModel teacher, ResolvedConfig<PretrainConfig> whole, RunData data) throws IOException {
    PretrainConfig run = whole.value();
    Provenance provenance =
        RunProvenance.of(
                new RunProvenance.Origin(
                    config.seed(), whole.hash(), data.manifest().contentHash(), request.command()),
                data.trainingMedia())
            .withParent(teacher.weightsSha256(), Provenance.read(teacher.run()));
    return new TrainingRun.Plan(
        new Recipe(run.training(), run.optimizer(), run.schedule(), run.curriculum(), 1),
        run.init(),
        whole.yaml(),
        provenance);
  }
}
