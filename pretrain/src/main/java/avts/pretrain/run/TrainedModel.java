package avts.pretrain.run;

import static com.google.common.base.Preconditions.checkArgument;

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
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The network of a finished or running pretraining, with all that is needed to use it. */
public final class TrainedModel implements AutoCloseable {
  private final Path run;
  private final Path checkpoint;
  private final String id;
  private final ResolvedConfig<PretrainConfig> config;
  private final FeatureNormalisation normalisation;
  private final SameDiffEngine engine;
  private final List<String> untrained;

  private TrainedModel(
      Path run,
      Path checkpoint,
      ResolvedConfig<PretrainConfig> config,
      FeatureNormalisation normalisation,
      SameDiffEngine engine)
      throws IOException {
    this.run = run;
    this.checkpoint = checkpoint;
    this.id = run.getFileName() + "/" + checkpoint.getFileName();
    this.config = config;
    this.normalisation = normalisation;
    this.engine = engine;
    untrained = UntrainedParts.read(checkpoint);
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
    Path file = run.resolve(RunDirectory.CONFIG);
    ResolvedConfig<PretrainConfig> config =
        ConfigReader.parse(Files.readString(file), file.toString(), PretrainConfig.class);
    FeatureNormalisation normalisation = NormalisationFile.read(run);
    SameDiffEngine engine = Networks.create(config.value());
    boolean loaded = false;
    try {
      Weights weights = Weights.read(checkpoint, engine.parameters(), engine.statistics());
      engine.load(weights.parameters(), weights.statistics());
      TrainedModel model = new TrainedModel(run, checkpoint, config, normalisation, engine);
      loaded = true;
      return model;
    } finally {
      if (!loaded) {
        engine.close();
      }
    }
  }

  /** Returns the run's folder. */
  public Path run() {
    return run;
  }

  /** Returns the run's and the checkpoint's name. */
  public String id() {
    return id;
  }

  /** Returns the SHA-256 of the weights, which tells models of the same name apart. */
  public String weightsSha256() throws IOException {
    return WeightsFile.sha256(checkpoint.resolve(CheckpointStore.WEIGHTS));
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
    return untrained;
  }

  /**
   * Checks that a part of the model was trained.
   *
   * @param part beginning of names, such as {@code audio.}
   * @throws IllegalArgumentException if not
   */
  public void requireTrained(String part) {
    checkArgument(
        untrained.stream().noneMatch(part::startsWith),
        "%s was imported without %s, which holds initial values: pretrain with it first, by"
            + " init.from in the config",
        id,
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
    return Provenance.read(run).seen(media);
  }

  /**
   * Returns the names of imported files among the model's origins that have seen media which nobody
   * listed, so that {@link #seen} cannot know of them.
   */
  public List<String> unlistedOrigins() throws IOException {
    return Provenance.read(run).unlisted();
  }

  @Override
  public void close() {
    engine.close();
  }
}
