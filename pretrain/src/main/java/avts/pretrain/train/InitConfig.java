package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which weights a new run begins with.
 *
 * @param from a run or the folder of one of its checkpoints; null for the network's own initial
 *     values
 * @param towers beginnings of the names to take over, such as {@code video.} and {@code audio.}; at
 *     least one where {@code from} is given
 */
public record InitConfig(@Nullable String from, List<String> towers) {

  /** Checks that both keys agree. */
  public InitConfig {
    towers = List.copyOf(towers);
    checkArgument(
        from == null || !towers.isEmpty(), "towers must name at least one tower, got none");
  }

  /** Returns how a new run begins. */
  public Start start() {
    return from == null ? new Start.Fresh() : new Start.InitializeFrom(Path.of(from), towers);
  }
}
