package avts.pretrain.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.io.AtomicFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a run's checkpoints.
 *
 * <p>A checkpoint is a folder {@code step-N} with {@code weights.safetensors}, {@code
 * optimizer.safetensors} and {@code state.json}. It is written under another name, forced to the
 * disk and renamed, so that a folder of that name is always complete. The one-line files {@code
 * last} and {@code best} name a folder and are replaced in one step. Whatever fails while writing,
 * the checkpoints written before stay as they are. Not thread-safe; one process at a time (see
 * {@link RunDirectory}).
 */
public final class CheckpointStore {
  /** Version of the layout and of state.json; raised when an older reader would misread it. */
  public static final int FORMAT_VERSION = 1;

  /** Name of the file with the parameters and running statistics. */
  public static final String WEIGHTS = "weights.safetensors";

  static final String OPTIMIZER = "optimizer.safetensors";
  static final String STATE = "state.json";
  private static final String VERSION_KEY = "format_version";
  private static final String STEP = "step-";
  // A checkpoint about to be replaced by another of the same step: valid until that has its name.
  private static final String OUTDATED = ".tmp-old-";
  private static final String LAST = "last";
  private static final String BEST = "best";
  private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);

  private final Path folder;
  private final int keepLast;

  /**
   * Opens the store, making the folder where it is missing, and removes what an earlier process
   * left half written.
   *
   * @param folder the run's {@code checkpoints} folder
   * @param keepLast how many checkpoints to keep besides the best, at least 1
   */
  public CheckpointStore(Path folder, int keepLast) throws IOException {
    checkArgument(keepLast >= 1, "keep_checkpoints must be positive, got %s", keepLast);
    this.folder = folder;
    this.keepLast = keepLast;
    Files.createDirectories(folder);
    for (Path entry : list(folder)) {
      String name = entry.getFileName().toString();
      Path replaced = folder.resolve(name.substring(Math.min(name.length(), OUTDATED.length())));
      if (name.startsWith(OUTDATED + STEP) && !Files.exists(replaced)) {
        AtomicFiles.move(entry, replaced);
      } else if (name.startsWith(".tmp-")) {
        deleteTree(entry);
      }
    }
  }

  /**
   * Writes {@code checkpoint}, makes it the last one, and removes the oldest beyond the limit.
   *
   * @return its folder
   * @throws CheckpointException if it cannot be written; the earlier ones are intact then
   */
  @CanIgnoreReturnValue
  public Path save(Checkpoint checkpoint) throws CheckpointException {
    String name = STEP + checkpoint.step();
    Path temporary = folder.resolve(".tmp-" + name);
    Path target = folder.resolve(name);
    try {
      deleteTree(temporary);
      Files.createDirectory(temporary);
      Safetensors.write(temporary.resolve(WEIGHTS), checkpoint.weights(), Map.of("format", "pt"));
      Safetensors.write(temporary.resolve(OPTIMIZER), checkpoint.optimizer(), Map.of());
      AtomicFiles.write(temporary.resolve(STATE), state(checkpoint));
      AtomicFiles.forceFolder(temporary);
      publish(temporary, target);
      AtomicFiles.replace(folder.resolve(LAST), name + "\n");
    } catch (IOException e) {
      throw failure(name, temporary, e);
    }
    prune();
    return target;
  }

  /**
   * Makes the checkpoint of {@code step} the best one.
   *
   * @throws CheckpointException if there is none, or the pointer cannot be written
   */
  public void markBest(long step) throws CheckpointException {
    Path target = folder.resolve(STEP + step);
    if (!Files.isDirectory(target)) {
      throw new CheckpointException(target + " does not exist, so it cannot be the best");
    }
    try {
      AtomicFiles.replace(folder.resolve(BEST), STEP + step + "\n");
    } catch (IOException e) {
      throw new CheckpointException(folder.resolve(BEST) + " cannot be replaced: " + reason(e), e);
    }
  }

  /** Returns the folder of the last checkpoint, if there is one. */
  public Optional<Path> last() throws CheckpointException {
    return pointer(folder, LAST);
  }

  /** Returns the folder of the best checkpoint, if one was marked. */
  public Optional<Path> best() throws CheckpointException {
    return pointer(folder, BEST);
  }

  /**
   * Finds the checkpoint meant by {@code path}: a run (its best checkpoint, else its last), or the
   * folder of one checkpoint.
   *
   * @throws CheckpointException if there is none; the message says where one was looked for
   */
  public static Path locate(Path path) throws CheckpointException {
    if (Files.exists(path.resolve(WEIGHTS))) {
      return path;
    }
    Path folder = path.resolve(RunDirectory.CHECKPOINTS);
    Optional<Path> best = pointer(folder, BEST);
    return best.isPresent() ? best.get() : pointer(folder, LAST).orElseThrow(() -> missing(path));
  }

  /**
   * Copies a checkpoint without its optimiser's state into another run, whose only one it is.
   *
   * @param checkpoint folder of the checkpoint
   * @param target folder of the copy, {@code checkpoints/step-N} of the other run, empty
   */
  public static void copyWeights(Path checkpoint, Path target) throws IOException {
    for (String name : List.of(WEIGHTS, STATE)) {
      if (Files.exists(checkpoint.resolve(name))) {
        Files.copy(checkpoint.resolve(name), target.resolve(name));
      }
    }
    AtomicFiles.replace(target.resolveSibling(LAST), target.getFileName() + "\n");
  }

  /**
   * Reads a checkpoint's state.json.
   *
   * @param checkpoint folder of the checkpoint
   * @throws CheckpointException if it is missing, broken or of another format version
   */
  public static ObjectNode readState(Path checkpoint) throws CheckpointException {
    Path file = checkpoint.resolve(STATE);
    JsonNode state;
    try {
      state = new JsonMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + reason(e), e);
    }
    int version = state.path(VERSION_KEY).asInt();
    if (!(state instanceof ObjectNode object) || version != FORMAT_VERSION) {
      throw new CheckpointException(
          file
              + " has format version "
              + version
              + " where this program reads "
              + FORMAT_VERSION
              + "; use the version of the program that wrote it");
    }
    return object;
  }

  private static CheckpointException missing(Path path) {
    return new CheckpointException(
        path + " holds no checkpoint: neither " + WEIGHTS + " nor a folder of a training run");
  }

  private static byte[] state(Checkpoint checkpoint) throws IOException {
    ObjectNode state = new JsonMapper().createObjectNode();
    state.put(VERSION_KEY, FORMAT_VERSION);
    state.put("step", checkpoint.step());
    state.setAll(checkpoint.state());
    return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(state);
  }

  /** Gives the finished folder its name; after a resume an older one of the same step may exist. */
  private void publish(Path temporary, Path target) throws IOException {
    Path outdated = folder.resolve(OUTDATED + target.getFileName());
    if (Files.exists(target)) {
      deleteTree(outdated);
      AtomicFiles.move(target, outdated);
    }
    AtomicFiles.move(temporary, target);
    deleteTree(outdated);
  }

  private CheckpointException failure(String name, Path temporary, IOException cause) {
    String rest;
    try {
      deleteTree(temporary);
      rest =
          last()
              .map(path -> "the last good checkpoint, " + path.getFileName() + ", is intact")
              .orElse("there is no earlier checkpoint");
    } catch (IOException e) {
      cause.addSuppressed(e);
      rest = "earlier checkpoints were not touched";
    }
    return new CheckpointException(
        "checkpoint "
            + name
            + " cannot be written to "
            + folder
            + ": "
            + reason(cause)
            + "; "
            + rest
            + ". Free space or restore the permission, then go on with --resume",
        cause);
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException problem) {
      String reason = problem.getReason();
      return e.getClass().getSimpleName() + (reason == null ? "" : " (" + reason + ")");
    }
    return String.valueOf(e.getMessage());
  }

  private static Optional<Path> pointer(Path folder, String name) throws CheckpointException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String target = Files.readString(file).strip();
      if (!target.matches(STEP + "[0-9]+") || !Files.isDirectory(folder.resolve(target))) {
        throw new CheckpointException(file + " names " + target + ", which is no checkpoint here");
      }
      return Optional.of(folder.resolve(target));
    } catch (FileSystemException e) {
      throw new CheckpointException(file + " cannot be read: " + reason(e), e);
    } catch (IOException e) {
      throw e instanceof CheckpointException known
          ? known
          : new CheckpointException(file + " cannot be read: " + reason(e), e);
    }
  }

  /** Removes the oldest; a failure here costs disk space, not the run. */
  private void prune() {
    try {
      Optional<Path> best = best();
      Optional<Path> last = last();
      List<Path> steps = new ArrayList<>();
      for (Path entry : list(folder)) {
        if (entry.getFileName().toString().matches(STEP + "[0-9]+")) {
          steps.add(entry);
        }
      }
      steps.sort(Comparator.comparingLong(CheckpointStore::step));
      for (Path old : steps.subList(0, Math.max(0, steps.size() - keepLast))) {
        if (!old.equals(best.orElse(null)) && !old.equals(last.orElse(null))) {
          Path doomed = folder.resolve(".tmp-doomed-" + old.getFileName());
          AtomicFiles.move(old, doomed);
          deleteTree(doomed);
        }
      }
    } catch (IOException e) {
      log.warn("old checkpoints in {} cannot be removed: {}", folder, reason(e));
    }
  }

  /** Deletes {@code path} and all below it, where it exists. */
  private static void deleteTree(Path path) throws IOException {
    if (Files.exists(path)) {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(STEP.length()));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
