package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.UntrainedParts;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.engine.ParameterInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a training begins. */
public sealed interface Start {

  /** With the network's own initial values. */
  record Fresh() implements Start {}

  /**
   * Where an earlier process of the same run left off, to the bit.
   *
   * @param checkpoint folder of the checkpoint
   */
  record Resume(Path checkpoint) implements Start {}

  /**
   * With weights of another run for whole towers, and nothing else of it.
   *
   * @param source a run (its best checkpoint, else its last) or the folder of one checkpoint
   * @param towers beginnings of the names to take over, such as {@code video.}
   */
  record InitializeFrom(Path source, List<String> towers) implements Start {

    /** Checks that there is something to take over. */
    public InitializeFrom {
      towers = List.copyOf(towers);
      checkArgument(!towers.isEmpty(), "towers must name at least one beginning of names");
    }
  }

  /**
   * Returns the state that training begins with.
   *
   * @param task the task, asked for its layout only
   * @param recipe the course of training
   * @param initial the network's own initial values
   * @throws IOException if a checkpoint cannot be read or does not fit
   * @throws IllegalArgumentException if a tower to take over was never trained there
   */
  default TrainState state(TrainingTask task, Recipe recipe, Weights initial) throws IOException {
    TrainState state = new TrainState(task, recipe, initial);
    if (this instanceof Resume resume) {
      StateFile.restore(resume.checkpoint(), state);
    } else if (this instanceof InitializeFrom from) {
      initialize(from, state);
    }
    return state;
  }

  private static void initialize(InitializeFrom from, TrainState state) throws IOException {
    Logger log = LoggerFactory.getLogger(Start.class);
    Path checkpoint = CheckpointStore.locate(from.source());
    refuseUntrained(from, UntrainedParts.read(checkpoint));
    Path file = checkpoint.resolve(CheckpointStore.WEIGHTS);
    WeightsFile.Matches parameters =
        WeightsFile.initialize(file, from.towers(), state.parameterInfos(), state.parameters());
    WeightsFile.Matches statistics =
        WeightsFile.initialize(file, from.towers(), state.statisticInfos(), state.statistics());
    List<String> matched = join(parameters.matched(), statistics.matched());
    List<String> missing = join(parameters.missing(), statistics.missing());
    List<String> unused = new ArrayList<>(parameters.unused());
    unused.retainAll(statistics.unused());
    log.info("{}: {} arrays taken over: {}", file, matched.size(), matched);
    if (!missing.isEmpty()) {
      log.warn("{}: {} arrays not found, initial values kept: {}", file, missing.size(), missing);
    }
    log.info("{}: {} arrays not used: {}", file, unused.size(), unused);
    if (parameters.matched().isEmpty()) {
      throw new IOException(
          file
              + " holds nothing for "
              + from.towers()
              + ": the network has "
              + state.parameterInfos().stream().map(ParameterInfo::name).limit(3).toList()
              + " ... with other names or shapes");
    }
  }

  private static void refuseUntrained(InitializeFrom from, List<String> untrained) {
    for (String part : untrained) {
      checkArgument(
          from.towers().stream().noneMatch(name -> name.startsWith(part) || part.startsWith(name)),
          "init.towers %s would take over %s of %s, which was never trained: name other towers",
          from.towers(),
          part,
          from.source());
    }
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
