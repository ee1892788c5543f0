package avts.transfer.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.embed.KeptModel;
import avts.pretrain.embed.KeptModel.Origin;
import avts.pretrain.embed.KeptModel.Place;
import avts.pretrain.embed.SeenTakes;
import avts.pretrain.embed.SlidingEncoder;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.probe.video.EncoderStart;
import avts.pretrain.run.TrainedModel;
import avts.transfer.feature.PictureVectors;
import avts.transfer.feature.SpeakerScale;
import avts.transfer.feature.StepVectors;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The encoders of a run: a copy of the pretrained model in the run's folder, and all takes as it
 * gives them, which no fold and no seed but that of first weights changes.
 */
public final class RunEncoders {
  private static final String FOLDER = "encoders";
  private static final String ORIGIN = "encoders.json";

  private final EncoderConfig config;
  private final KeptModel model;

  /**
   * Which model a run begins with.
   *
   * @param model run or checkpoint of the encoders
   * @param takes where takes that are files lie, by their ids
   * @param allowSeen whether test takes may have been seen in pretraining
   */
  public record Request(Path model, Path takes, boolean allowSeen) {}

  /**
   * What the encoders shall see and hear.
   *
   * @param set the takes
   * @param asked those that are tested
   * @param computed how the features of the sound are computed; null where they are stored
   */
  public record Subject(TakeSet set, List<Take> asked, @Nullable FilterBankConfig computed) {}

  private RunEncoders(EncoderConfig config, KeptModel model) {
    this.config = config;
    this.model = model;
  }

  /**
   * Gives a run the encoders of a model, or finds that it has them.
   *
   * @param run the run's folder
   * @throws avts.pretrain.run.DataRefusedException if test takes were seen in pretraining
   * @throws IOException if the run was begun with another model, or there is no such model
   * @throws IllegalArgumentException if the model was trained on sound with other features
   */
  public static RunEncoders begin(Path run, EncoderConfig config, Subject subject, Request request)
      throws IOException, MediaException {
    try (TrainedModel model = TrainedModel.open(request.model())) {
      if (KeptModel.isAt(place(run))) {
        RunEncoders begun = of(run, config);
        begun.model.requireSame(run, model.id(), model.weightsSha256());
        return begun;
      }
      SlidingEncoder.requireFeatures(model, subject.computed);
      TakeEmbedder embedder = TakeEmbedder.of(model, subject.set, config.windows());
      int seen =
          new SeenTakes(model, embedder, request.takes()).count(subject.asked, request.allowSeen());
      Origin origin = new Origin(model.id(), model.weightsSha256(), seen, subject.asked.size());
      return new RunEncoders(config, KeptModel.keep(place(run), request.model(), origin));
    }
  }

  private static Place place(Path run) {
    return new Place(run.resolve(ORIGIN), run.resolve(FOLDER));
  }

  /**
   * Returns the encoders of a run that was begun.
   *
   * @throws IOException if it has none
   */
  public static RunEncoders of(Path run, EncoderConfig config) throws IOException {
    checkArgument(
        KeptModel.isAt(place(run)),
        "tdl.encoders takes the encoders of a pretrained model: name its run by --model");
    return new RunEncoders(config, KeptModel.read(place(run)));
  }

  /** Returns where they come from. */
  public Origin origin() {
    return model.origin();
  }

  /**
   * Loads the encoders.
   *
   * @param seed what first weights are drawn from, where the config asks for these
   */
  // Handed on to the caller.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public TrainedModel open(long seed) throws IOException {
    return config.start() == EncoderStart.PRETRAINED
        ? model.open()
        : TrainedModel.initial(model.folder(), seed);
  }

  /**
   * Returns the vectors of a set, encoding what was not encoded before.
   *
   * @param set the run's set
   * @param seeds the seeds of the splits
   */
  public EncoderVectors vectors(TakeSet set, Collection<Long> seeds)
      throws IOException, MediaException {
    Map<Path, EncodedTakes> files = new TreeMap<>();
    Map<Long, EncodedTakes> encoded = new TreeMap<>();
    for (long seed : seeds) {
      Path file = file(seed);
      EncodedTakes takes = files.get(file);
      if (takes == null) {
        takes = takes(file, set, seed);
        files.put(file, takes);
      }
      encoded.put(seed, takes);
    }
    return new EncoderVectors(set.takes(), encoded, config.speaker());
  }

  /** Returns what cuts takes into clips and encodes them; valid until the model is closed. */
  public SlidingEncoder encoder(TrainedModel model) {
    return SlidingEncoder.of(model, config.windows());
  }

  /**
   * Returns the scale of the pictures' vectors, as {@link EncoderVectors} fits it.
   *
   * @param seed seed of the split
   * @param known takes that are looked at
   */
  public SpeakerScale pictureScale(TakeSet set, long seed, Collection<Integer> known)
      throws IOException, MediaException {
    StepVectors pictures = takes(file(seed), set, seed).pictures();
    return SpeakerScale.fit(config.speaker(), set.takes(), pictures, known);
  }

  private Path file(long seed) {
    boolean pretrained = config.start() == EncoderStart.PRETRAINED;
    return model
        .folder()
        .resolve("takes" + (pretrained ? "" : "-scratch-seed-" + seed) + ".safetensors");
  }

  private EncodedTakes takes(Path file, TakeSet set, long seed) throws IOException, MediaException {
    if (!Files.exists(file)) {
      try (TrainedModel model = open(seed)) {
        EncodedTakes.of(model, set, config.windows()).write(file);
      }
    }
    return EncodedTakes.read(file);
  }

  /**
   * Returns what the video encoder sees, for new pictures; closes the encoder when closed.
   *
   * @param seed as in {@link #open}
   * @param fitted a file with what {@link EncoderVectors} fitted
   */
  // The model is handed on.
  @SuppressWarnings("MustBeClosedChecker")
  public PictureVectors pictures(long seed, SafetensorsReader fitted) throws IOException {
    SpeakerScale scale = SpeakerScale.read(config.speaker(), fitted);
    return new EncodedPictures(open(seed), config.windows(), scale);
  }
}
