package avts.pretrain.embed;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.run.ModelCopy;
import avts.pretrain.run.TrainedModel;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pretrained model that a run on takes was begun with: the run keeps a copy, goes on without the
 * original, and refuses another one.
 */
public final class KeptModel {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Place place;
  private final Origin origin;

  /**
   * Where a run keeps it.
   *
   * @param file tells where the model comes from
   * @param folder the copy
   */
  public record Place(Path file, Path folder) {}

  /**
   * Where it comes from.
   *
   * @param model the model's run and checkpoint
   * @param weightsSha256 hash of its weights
   * @param seenInTraining test takes that its weights have seen
   * @param testTakes takes that are asked with it
   */
  public record Origin(String model, String weightsSha256, int seenInTraining, int testTakes) {}

  private KeptModel(Place place, Origin origin) {
    this.place = place;
    this.origin = origin;
  }

  /** Returns whether a run has a model there. */
  public static boolean isAt(Place place) {
    return Files.exists(place.file);
  }

  /**
   * Copies a model into a run, complete or not at all.
   *
   * @param model a run or the folder of one checkpoint
   * @throws IOException if there is no such model, or the run cannot be written
   */
  public static KeptModel keep(Place place, Path model, Origin origin) throws IOException {
    if (Files.exists(place.folder)) { // from a start that was broken off
      MoreFiles.deleteRecursively(place.folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    ModelCopy.write(model, place.folder);
    return note(place, origin);
  }

  /**
   * Notes that a copy which lies in the run already is meant.
   *
   * @throws IOException if the run cannot be written
   */
  public static KeptModel note(Place place, Origin origin) throws IOException {
    AtomicFiles.replace(place.file, MAPPER.writeValueAsString(origin) + "\n");
    return new KeptModel(place, origin);
  }

  /**
   * Returns the model of a run that was begun with one.
   *
   * @throws IOException if it has none
   */
  public static KeptModel read(Place place) throws IOException {
    return new KeptModel(place, origin(place.file));
  }

  /**
   * Returns where the model comes from that a file tells of.
   *
   * @throws IOException if there is no such file, or it tells of none
   */
  public static Origin origin(Path file) throws IOException {
    try {
      return MAPPER.readValue(Files.readString(file), Origin.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is broken: delete the run, and begin it anew", e);
    }
  }

  /**
   * Checks that a run is gone on with under the model that it was begun with.
   *
   * @param run the run, for the message
   * @param model name of the model that it is to go on with, for the message
   * @param weightsSha256 hash of that one's weights
   * @throws IOException if they are others
   */
  public void requireSame(Path run, String model, String weightsSha256) throws IOException {
    if (!origin.weightsSha256.equals(weightsSha256)) {
      throw new IOException(
          run
              + " was begun with the encoders of "
              + origin.model
              + ", and the weights of "
              + model
              + " are others: name another folder, or delete it");
    }
  }

  /** Returns where it comes from. */
  public Origin origin() {
    return origin;
  }

  /** Returns the folder of the copy. */
  public Path folder() {
    return place.folder;
  }

  /** Loads the model. */
  // Handed on to the caller.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public TrainedModel open() throws IOException {
    return TrainedModel.open(place.folder);
  }
}
