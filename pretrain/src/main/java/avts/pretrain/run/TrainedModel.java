package avts.pretrain.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.random.Seeds;
import avts.datasets.signal.FeatureNormalisation;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.checkpoint.UntrainedParts;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.eval.Embedder;
import avts.pretrain.train.Weights;
import com.google.common.hash.Hashing;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** The network of a finished or running pretraining, with all that is needed to use it. */
public final class TrainedModel implements AutoCloseable {
  private final Origin origin;
  private final ResolvedConfig<PretrainConfig> config;
  private final FeatureNormalisation normalisation;
  private final SameDiffEngine engine;

  /**
   * Where the weights come from.
   *
   * @param run the run's folder
   * @param id the run's and the checkpoint's name
   * @param weightsSha256 hash of the weights
   * @param untrained beginnings of names whose values were never trained
   */
  private record Origin(Path run, String id, String weightsSha256, List<String> untrained) {}

  private TrainedModel(
      Origin origin,
      ResolvedConfig<PretrainConfig> config,
      FeatureNormalisation normalisation,
      SameDiffEngine engine) {
    this.origin = origin;
    this.config = config;
    this.normalisation = normalisation;
    this.engine = engine;
  }

  /**
   * Loads a network.
   *
   * @param path a run (its best checkpoint, else its last) or the folder of one checkpoint
   * @throws IOException if there is none, or its parts do not fit together
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static TrainedModel open(Path path) throws IOException {
    Path checkpoint = CheckpointStore.locate(path);
    Path run = RunDirectory.ofCheckpoint(checkpoint);
    return create(
        new Origin(
            run,
            run.getFileName() + "/" + checkpoint.getFileName(),
            WeightsFile.sha256(checkpoint.resolve(CheckpointStore.WEIGHTS)),
            UntrainedParts.read(checkpoint)),
        engine -> Weights.read(checkpoint, engine.parameters(), engine.statistics()));
  }

  /**
   * Makes the network of a run with first weights in place of its own, for comparison; everything
   * else is the run's.
   *
   * @param path a run or the folder of one checkpoint
   * @param seed what the weights are drawn from
   * @throws IOException if there is none, or its parts do not fit together
   */
  // Handed on to the caller, and closed in create where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static TrainedModel initial(Path path, long seed) throws IOException {
    Path run = RunDirectory.ofCheckpoint(CheckpointStore.locate(path));
    RandomGenerator random = new Seeds(seed).generator(Seeds.Purpose.INITIALISATION, 0, 0);
    // No file holds these weights; the network's size and the seed make them.
    String id = run.getFileName() + "/untrained-seed-" + seed;
    return create(
        new Origin(run, id, Hashing.sha256().hashString(id, UTF_8).toString(), List.of()),
        engine -> new Weights(engine.initialParameters(random), engine.initialStatistics(random)));
  }

  /** Gives a network its weights. */
  @FunctionalInterface
  private interface WeightSource {
    Weights of(SameDiffEngine engine) throws IOException;
  }

  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  private static TrainedModel create(Origin origin, WeightSource source) throws IOException {
    Path run = origin.run;
    Path file = run.resolve(RunDirectory.CONFIG);
    ResolvedConfig<PretrainConfig> config =
        ConfigReader.parse(Files.readString(file), file.toString(), PretrainConfig.class);
    FeatureNormalisation normalisation = NormalisationFile.read(run);
    SameDiffEngine engine = Networks.create(config.value());
    boolean loaded = false;
    try {
      Weights weights = source.of(engine);
      engine.load(weights.parameters(), weights.statistics());
      loaded = true;
    } finally {
      if (!loaded) {
        engine.close();
      }
    }
    return new TrainedModel(origin, config, normalisation, engine);
  }

  /** Returns the run's folder. */
  public Path run() {
    return origin.run;
  }

  /** Returns the run's and the checkpoint's name. */
  public String id() {
    return origin.id;
  }

  /** Returns the SHA-256 of the weights, which tells models of the same name apart. */
  public String weightsSha256() {
    return origin.weightsSha256;
  }

  /** Returns the configuration it was trained with. */
  public ResolvedConfig<PretrainConfig> config() {
    return config;
  }

  /** Returns mean and spread of each filter, as in training. */
  public FeatureNormalisation normalisation() {
    return normalisation;
  }

  /**
   * Returns the beginnings of names whose values were never trained, such as {@code audio.}; none
   * for a pretrained model.
   */
  public List<String> untrained() {
    return origin.untrained;
  }

  /**
   * Checks that a part of the model was trained.
   *
   * @param part beginning of names, such as {@code audio.}
   * @throws IllegalArgumentException if not
   */
  public void requireTrained(String part) {
    checkArgument(
        origin.untrained.stream().noneMatch(part::startsWith),
        "%s was imported without %s, which holds initial values: pretrain with it first, by"
            + " init.from in the config",
        origin.id,
        part);
  }

  /**
   * Checks that picture and sound can be compared.
   *
   * @throws IllegalArgumentException if an encoder or a head was never trained
   */
  public void requireBothTowers() {
    List.of("video.", "audio.", "head.video.", "head.audio.").forEach(this::requireTrained);
  }

  /**
   * Returns the encoders with their heads; valid until this is closed.
   *
   * @throws IllegalArgumentException if parts of them were never trained
   */
  public Embedder embedder() {
    requireBothTowers();
    return Embedder.of(engine);
  }

  /** Returns the network; valid until this is closed. */
  public SameDiffEngine engine() {
    return engine;
  }

  /** Returns the number of values that were trained. */
  public int parameterCount() {
    return engine.parameters().stream().mapToInt(info -> info.size()).sum();
  }

  /** Returns those of {@code media} that the weights have seen in training. */
  public List<Provenance.Media> seen(List<Provenance.Media> media) throws IOException {
    return Provenance.read(origin.run).seen(media);
  }

  /**
   * Returns the names of imported files among the model's origins that have seen media which nobody
   * listed, so that {@link #seen} cannot know of them.
   */
  public List<String> unlistedOrigins() throws IOException {
    return Provenance.read(origin.run).unlisted();
  }

  @Override
  public void close() {
    engine.close();
  }
}
