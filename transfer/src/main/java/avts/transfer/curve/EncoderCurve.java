package avts.transfer.curve;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.embed.SeenTakes;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.train.DivergenceException;
import avts.transfer.curve.CurveScores.Point;
import avts.transfer.curve.Rotation.Fold;
import avts.transfer.encoder.EncodedTakes;
import avts.transfer.encoder.EncoderVectors;
import avts.transfer.feature.SpeakerNorm;
import avts.transfer.feature.SpeakerScale;
import avts.transfer.feature.StepVectors;
import avts.transfer.network.Examples;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.network.HiddenNetwork.Lesson;
import avts.transfer.protocol.Split;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowRunner;
import avts.transfer.tdl.SplitNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures what frozen encoders are worth where few takes are labelled: a head on the encoders with
 * first weights, on the pretrained ones, and transfer deep learning on the latter. Every tested
 * repetition is asked of a model that has not seen it. Nothing is chosen: the settings are fixed,
 * and test takes are looked at once.
 */
public final class EncoderCurve {
  static final String SCRATCH = "scratch";
  static final String PRETRAINED = "pretrained";

  private final Request request;
  private final CurveConfig config;
  private final TakeSet set;
  private final LabelledTakes takes;

  /**
   * What is asked for.
   *
   * @param models runs or checkpoints of the encoders
   * @param labelled the labelled takes
   * @param config the curve
   * @param transfer transfer deep learning beside it; null to leave it out
   * @param allowSeen whether test takes may have been seen in pretraining
   * @param tell takes sentences for the user
   */
  public record Request(
      List<Path> models,
      Labelled labelled,
      CurveConfig config,
      @Nullable CurveTransfer transfer,
      boolean allowSeen,
      Consumer<String> tell) {

    /** Copies the list, and checks that curve and transfer go together. */
    public Request {
      models = List.copyOf(models);
      if (transfer != null) {
        transfer.requireWindows(config.windows());
      }
    }
  }

  /**
   * Labelled takes.
   *
   * @param set the takes
   * @param folder where takes that are files lie, by their ids
   */
  public record Labelled(TakeSet set, Path folder) {}

  /** Prepares; nothing is read before {@link #measure}. */
  public EncoderCurve(Request request) {
    this.request = request;
    config = request.config();
    set = request.labelled().set();
    takes = LabelledTakes.of(set.takes());
  }

  /**
   * Measures the curve.
   *
   * @throws DataRefusedException if every model has seen takes of a tested repetition, a model is
   *     not needed, or the set has too few repetitions
   * @throws DivergenceException if a network left the numbers
   */
  public CurveFigures measure()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (Path path : request.models()) {
      try (TrainedModel model = TrainedModel.open(path)) {
        names.add(model.id());
      }
    }
    Rotation rotation =
        Rotation.of(
            set.takes(), config, new Rotation.Models(names, this::seen, request.allowSeen()));
    CurveScores scores = new CurveScores(takes, rotation.asked());
    for (int number = 0; number < names.size(); number++) {
      Path path = request.models().get(number);
      int asked = number;
      List<Fold> folds = rotation.folds().stream().filter(fold -> fold.model() == asked).toList();
      for (long seed : config.seeds()) {
        try (TrainedModel model = TrainedModel.initial(path, seed)) {
          Map<CurveStream, StepVectors> encoded = encoded(model);
          for (Fold fold : folds) {
            heads(SCRATCH, encoded, new Round(rotation, fold, seed, scores));
          }
        }
      }
      try (TrainedModel model = TrainedModel.open(path)) {
        Map<CurveStream, StepVectors> encoded = encoded(model);
        for (Fold fold : folds) {
          for (long seed : config.seeds()) {
            heads(PRETRAINED, encoded, new Round(rotation, fold, seed, scores));
            transfer(encoded, new Round(rotation, fold, seed, scores));
          }
        }
      }
      request
          .tell()
          .accept(
              names.get(number)
                  + ": asked repetitions "
                  + folds.stream().map(Fold::repetition).toList());
    }
    return CurveFigures.of(set.name(), names, rotation, scores, settings());
  }

  private CurveFigures.Settings settings() {
    return new CurveFigures.Settings(config, request.transfer(), takes.labels().size());
  }

  private int seen(int model, List<Take> asked) throws IOException, MediaException {
    try (TrainedModel trained = TrainedModel.open(request.models().get(model))) {
      TakeEmbedder embedder = TakeEmbedder.of(trained, set, config.windows());
      return new SeenTakes(trained, embedder, request.labelled().folder()).count(asked, true);
    }
  }

  /** Encodes all takes; the sound only where it is needed, as a model may hear other features. */
  private Map<CurveStream, StepVectors> encoded(TrainedModel model)
      throws IOException, MediaException {
    Set<CurveStream> needed =
        request.transfer() == null
            ? EnumSet.copyOf(config.streams())
            : EnumSet.allOf(CurveStream.class);
    TakeEmbedder embedder = TakeEmbedder.of(model, set, config.windows());
    Map<CurveStream, StepVectors> encoded = new EnumMap<>(CurveStream.class);
    int parts = config.windows().parts();
    for (CurveStream stream : needed) {
      List<float[]> rows = new ArrayList<>();
      for (Take take : set.takes()) {
        rows.add(stream.of(embedder, take));
      }
      encoded.put(stream, new StepVectors(parts, rows.get(0).length / parts, rows));
    }
    return encoded;
  }

  /** One tested repetition with one seed, and where its answers go. */
  private record Round(Rotation rotation, Fold fold, long seed, CurveScores scores) {}

  /** Trains a head for each stream and number of labelled repetitions, and asks it. */
  private void heads(String row, Map<CurveStream, StepVectors> encoded, Round round)
      throws DivergenceException, InterruptedException {
    for (CurveStream stream : config.streams()) {
      StepVectors vectors = Objects.requireNonNull(encoded.get(stream)).joined();
      for (int size : round.rotation.sizes()) {
        List<Integer> known = round.rotation.known(round.fold, size);
        StepVectors scaled =
            SpeakerScale.fit(SpeakerNorm.NONE, takes.takes(), vectors, known)
                .apply(takes.takes(), vectors);
        HiddenNetwork head =
            HiddenNetwork.train(
                config.layers().shape(1, vectors.width(), takes.labels().size()),
                config.layers(),
                config.learning(),
                Lesson.of(new Examples(scaled.of(known), labels(known)), null, round.seed));
        round.scores.add(
            new Point(stream, row, size),
            round.fold.test(),
            head.probabilities(scaled.of(round.fold.test())));
      }
    }
  }

  private int[] labels(List<Integer> some) {
    return some.stream().mapToInt(takes::label).toArray();
  }

  /**
   * Makes the rows of transfer deep learning; where all takes have pictures, those without a
   * mapping alone.
   */
  private void transfer(Map<CurveStream, StepVectors> encoded, Round round)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    CurveTransfer transfer = request.transfer();
    if (transfer == null) {
      return;
    }
    EncodedTakes both =
        new EncodedTakes(
            Objects.requireNonNull(encoded.get(CurveStream.VIDEO)),
            Objects.requireNonNull(encoded.get(CurveStream.AUDIO)));
    for (int size : round.rotation.sizes()) {
      Split split =
          new Split(
              round.fold.repetition(),
              round.seed,
              round.rotation.known(round.fold, size),
              round.rotation.unlabelled(round.fold, size),
              round.fold.test());
      EncoderVectors source =
          new EncoderVectors(
              takes.takes(), Map.of(round.seed, both), transfer.encoders().speaker());
      RowRunner runner =
          new RowRunner(
              SplitNetworks.train(takes, source, split, transfer.tdl()), transfer.tdl(), null);
      for (Row row : transfer.rows()) {
        if (!split.audioOnly().isEmpty() || !row.kind().layered()) {
          round.scores.add(
              new Point(CurveStream.VIDEO, CurveTransfer.name(row.name()), size),
              split.test(),
              runner.run(row).probabilities());
        }
      }
    }
  }
}
