package avts.distill.pretrained;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.embed.KeptModel;
import avts.pretrain.embed.KeptModel.Origin;
import avts.pretrain.embed.KeptModel.Place;
import avts.pretrain.embed.SeenTakes;
import avts.pretrain.embed.SlidingEncoder;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pretrained models of a run: for each fold the one that has seen least of its test takes, the
 * first of several. The run keeps a copy of each.
 */
public final class FoldEncoders {
  private static final String FOLDER = "encoders";
  private static final int NAME = 12;

  private final EncodersConfig config;
  private final SortedMap<Integer, KeptModel> models;

  /**
   * Which models a run begins with.
   *
   * @param models runs or checkpoints, one at least
   * @param takes where takes that are files lie, by their ids
   * @param allowSeen whether test takes may have been seen in pretraining
   */
  public record Request(List<Path> models, Path takes, boolean allowSeen) {

    /** Copies the list. */
    public Request {
      models = List.copyOf(models);
      checkArgument(!models.isEmpty(), "encoders need a model");
    }
  }

  /**
   * What the encoders shall hear and see.
   *
   * @param set the takes
   * @param asked test takes of each fold
   * @param computed how the features of the sound are computed; null where they are stored
   */
  public record Subject(
      TakeSet set, Map<Integer, List<Take>> asked, @Nullable FilterBankConfig computed) {

    /** Copies the map. */
    public Subject {
      asked = Map.copyOf(asked);
    }
  }

  /** The model of a fold among those that are named. */
  private record Choice(Path model, Origin origin) {}

  private FoldEncoders(EncodersConfig config, SortedMap<Integer, KeptModel> models) {
    this.config = config;
    this.models = models;
  }

  /**
   * Gives a run the encoders of models, or finds that it has them.
   *
   * @param run the run's folder
   * @throws DataRefusedException if test takes of a fold were seen in the pretraining of every
   *     model
   * @throws IOException if the run was begun with another model, or there is no such model
   * @throws IllegalArgumentException if a model was trained on sound with other features, lacks the
   *     layers that the config asks for, or is needed by no fold
   */
  public static FoldEncoders begin(
      Path run, EncodersConfig config, Subject subject, Request request)
      throws IOException, MediaException {
    SortedMap<Integer, Choice> choices = choices(config, subject, request);
    SortedMap<Integer, KeptModel> models = new TreeMap<>();
    for (Map.Entry<Integer, Choice> fold : choices.entrySet()) {
      Choice choice = fold.getValue();
      Place place = place(run, fold.getKey(), choice.origin.weightsSha256());
      if (KeptModel.isAt(place)) {
        KeptModel begun = of(run, fold.getKey());
        begun.requireSame(run, choice.origin.model(), choice.origin.weightsSha256());
        models.put(fold.getKey(), begun);
      } else if (Files.exists(place.folder())) {
        models.put(fold.getKey(), KeptModel.note(place, choice.origin));
      } else {
        Files.createDirectories(run.resolve(FOLDER));
        models.put(fold.getKey(), KeptModel.keep(place, choice.model, choice.origin));
      }
    }
    return new FoldEncoders(config, models);
  }

  /** Several folds share one copy, which is named after its weights. */
  private static Place place(Path run, int fold, String weightsSha256) {
    return new Place(
        file(run, fold), run.resolve(FOLDER).resolve(weightsSha256.substring(0, NAME)));
  }

  private static Path file(Path run, int fold) {
    return run.resolve(FOLDER).resolve("fold-" + fold + ".json");
  }

  private static SortedMap<Integer, Choice> choices(
      EncodersConfig config, Subject subject, Request request) throws IOException, MediaException {
    SortedMap<Integer, Choice> choices = new TreeMap<>();
    List<String> names = new ArrayList<>();
    for (Path path : request.models()) {
      try (TrainedModel model = TrainedModel.open(path)) {
        names.add(model.id());
        EncodedTakes.encoder(model, config);
        if (config.hear()) {
          SlidingEncoder.requireFeatures(model, subject.computed());
        }
        TakeEmbedder.Windows windows = new TakeEmbedder.Windows(config.hopFrames(), 1);
        SeenTakes takes =
            new SeenTakes(model, TakeEmbedder.of(model, subject.set(), windows), request.takes());
        for (Map.Entry<Integer, List<Take>> fold : subject.asked().entrySet()) {
          List<Take> asked = fold.getValue();
          int seen = takes.count(asked, true);
          Choice best = choices.get(fold.getKey());
          if (best == null || seen < best.origin.seenInTraining()) {
            choices.put(
                fold.getKey(),
                new Choice(
                    path, new Origin(model.id(), model.weightsSha256(), seen, asked.size())));
          }
        }
      }
    }
    check(choices, request, names);
    return choices;
  }

  private static void check(SortedMap<Integer, Choice> choices, Request request, List<String> names)
      throws DataRefusedException {
    for (int model = 0; model < names.size(); model++) {
      Path path = request.models().get(model);
      checkArgument(
          choices.values().stream().anyMatch(choice -> choice.model.equals(path)),
          "--model %s is needed by no fold: another model has seen as little of each; leave it out",
          names.get(model));
    }
    for (Map.Entry<Integer, Choice> fold : choices.entrySet()) {
      Origin origin = fold.getValue().origin;
      if (origin.seenInTraining() > 0 && !request.allowSeen()) {
        throw new DataRefusedException(
            "seen in training: "
                + origin.seenInTraining()
                + " of "
                + origin.testTakes()
                + " test takes of fold "
                + fold.getKey()
                + " by "
                + origin.model()
                + ", which has seen least of them: pretrain on other takes and name that run by a"
                + " further --model, or say --allow-seen");
      }
    }
  }

  /**
   * Returns the encoders of a run that was begun.
   *
   * @param folds the folds that it asks
   * @throws IllegalArgumentException if it has none
   * @throws IOException if they cannot be read
   */
  public static FoldEncoders of(Path run, EncodersConfig config, Collection<Integer> folds)
      throws IOException {
    SortedMap<Integer, KeptModel> models = new TreeMap<>();
    for (int fold : folds) {
      models.put(fold, of(run, fold));
    }
    return new FoldEncoders(config, models);
  }

  private static KeptModel of(Path run, int fold) throws IOException {
    Path file = file(run, fold);
    checkArgument(
        Files.exists(file),
        "senses.encoders takes the encoders of a pretrained model: name its run by --model");
    return KeptModel.read(place(run, fold, KeptModel.origin(file).weightsSha256()));
  }

  /** Returns where they come from, by fold. */
  public SortedMap<Integer, Origin> origins() {
    SortedMap<Integer, Origin> origins = new TreeMap<>();
    models.forEach((fold, model) -> origins.put(fold, model.origin()));
    return origins;
  }

  /**
   * Loads the encoders of a fold.
   *
   * @param fold the fold; any other number where nobody is asked, who could have been seen
   * @param set the run's set
   */
  // Handed on to the caller.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public EncodedTakes open(int fold, TakeSet set) throws IOException {
    KeptModel model = models.getOrDefault(fold, models.get(models.firstKey()));
    return EncodedTakes.open(Objects.requireNonNull(model), config, set);
  }

  /** Makes what all units of a fold have in common: the pictures as the encoders see them. */
  public void prepare(TakeSet set) throws IOException, MediaException {
    for (int fold : models.keySet()) {
      try (EncodedTakes takes = open(fold, set)) {
        takes.prepare();
      }
    }
  }
}
