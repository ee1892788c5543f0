package avts.pretrain.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of a network that hold their initial values, because imported weights had nothing for them.
 *
 * <p>They stand as beginnings of names, such as {@code audio.}, in {@code untrained} of a
 * checkpoint's state.json; a training, which moves everything, writes none.
 */
public final class UntrainedParts {
  private static final String KEY = "untrained";

  private UntrainedParts() {}

  /** Notes {@code beginnings} in the state of a checkpoint to be written. */
  public static void write(List<String> beginnings, ObjectNode state) {
    ArrayNode names = state.putArray(KEY);
    beginnings.forEach(names::add);
  }

  /**
   * Returns the untrained parts of a checkpoint, none where it has no state.json.
   *
   * @param checkpoint folder of the checkpoint
   * @throws IOException if its state.json is broken
   */
  public static List<String> read(Path checkpoint) throws IOException {
    if (!Files.exists(checkpoint.resolve(CheckpointStore.STATE))) {
      return List.of();
    }
    List<String> beginnings = new ArrayList<>();
    for (JsonNode name : CheckpointStore.readState(checkpoint).path(KEY)) {
      beginnings.add(name.asText());
    }
    return List.copyOf(beginnings);
  }
}
