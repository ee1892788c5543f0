package avts.bench.step;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A network that is measured.
 *
 * @param name what it is asked for by
 * @param network its two towers, of which {@code trained} says which are used
 * @param input size of a clip
 * @param trained what is trained
 * @param loss the loss of both towers; a single tower is held against random embeddings by their
 *     mean squared difference
 * @param pace how many clips and steps are measured
 */
public record NetworkCase(
    String name,
    NetworkConfig network,
    InputShape input,
    Trained trained,
    LossConfig loss,
    Pace pace) {

  /** Which part of a network is trained. */
  public enum Trained {
    /** Both towers, by the loss on pairs. */
    PAIR,
    /** The video tower, encoder and head. */
    VIDEO,
    /** The audio tower, encoder and head. */
    AUDIO
  }

  /**
   * How much is measured.
   *
   * @param batch clips in a batch
   * @param warmUp steps that are not measured
   * @param stepsPerBlock steps that one engine makes before it is the next one's turn, without a
   *     first one that is not measured
   */
  public record Pace(int batch, int warmUp, int stepsPerBlock) {

    /** Checks the numbers. */
    public Pace {
      checkArgument(batch >= 2, "a batch needs at least 2 clips, got %s", batch);
      checkArgument(warmUp >= 1, "steps to warm up must be positive, got %s", warmUp);
      checkArgument(stepsPerBlock >= 1, "steps of a block must be positive, got %s", stepsPerBlock);
    }

    /** Replaces what a user has asked for. */
    public Pace with(Optional<Integer> asked, Optional<Integer> steps) {
      return new Pace(asked.orElse(batch), warmUp, steps.orElse(stepsPerBlock));
    }
  }

  private static Path file(Path folder) {
    return folder.resolve("case.json");
  }

  /** Writes the case to {@code folder}, which exists. */
  public void write(Path folder) throws IOException {
    AtomicFiles.replace(file(folder), new JsonMapper().writeValueAsString(this));
  }

  /** Reads the case that {@link #write} wrote. */
  static NetworkCase read(Path folder) throws IOException {
    return new JsonMapper().readValue(file(folder).toFile(), NetworkCase.class);
  }

  boolean hasVideo() {
    return trained != Trained.AUDIO;
  }

  boolean hasAudio() {
    return trained != Trained.VIDEO;
  }

  /** Returns the case at another pace. */
  public NetworkCase at(Pace other) {
    return new NetworkCase(name, network, input, trained, loss, other);
  }
}
