package avts.pretrain.run;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.GracefulStop;
import avts.pretrain.train.InitConfig;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.Start;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.TrainingTask;
import avts.pretrain.train.Weights;
import avts.pretrain.train.listener.CheckpointWriter;
import avts.pretrain.train.listener.DivergenceGuard;
import avts.pretrain.train.listener.EventFile;
import avts.pretrain.train.listener.MetricsFile;
import avts.pretrain.train.listener.MetricsLogger;
import avts.pretrain.train.listener.ProgressDisplay;
import avts.pretrain.train.listener.TensorBoardLogger;
import avts.pretrain.train.listener.Validation;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains in a run folder, from its beginning or from where an earlier process left off.
 *
 * <p>The folder then holds {@code config.yaml provenance.json metrics.jsonl events.out.tfevents.*
 * checkpoints/}.
 */
public final class TrainingRun {
  private final Path folder;
  private final Mode mode;
  private final Plan plan;
  private final Subject subject;

  /** Whether a run is begun or continued. */
  public enum Mode {
    /** A new run; the folder must not hold one. */
    NEW,
    /** The run that is there, from its last checkpoint, or from its beginning where it has none. */
    RESUME
  }

  /**
   * How training goes.
   *
   * @param recipe the course of training
   * @param init which weights a new run begins with
   * @param resolvedConfig the whole configuration as YAML; at a resume it must be the stored one
   * @param provenance where the weights will come from, own media only; those of {@code init} are
   *     added
   */
  public record Plan(
      Recipe recipe, InitConfig init, String resolvedConfig, Provenance provenance) {}

  /**
   * What is trained.
   *
   * @param activity what it is called in the progress display
   * @param task network, loss and data
   * @param initial the network's own initial values
   * @param clipsPerMicroBatch clips in a micro-batch, for the progress display
   * @param validation measures on held-out data
   * @param watchers further listeners, such as the training doctor's
   */
  public record Subject(
      String activity,
      TrainingTask task,
      Weights initial,
      int clipsPerMicroBatch,
      Validation.Evaluator validation,
      List<TrainListener> watchers) {

    /** Copies the list. */
    public Subject {
      watchers = List.copyOf(watchers);
    }
  }

  /**
   * What came of it.
   *
   * @param reason why training ended
   * @param position where it stands
   * @param best the best validation
   */
  public record Outcome(StopReason reason, TrainState.Position position, TrainState.Best best) {}

  /** Puts a run together; nothing happens before {@link #train}. */
  public TrainingRun(Path folder, Mode mode, Plan plan, Subject subject) {
    this.folder = folder;
    this.mode = mode;
    this.plan = plan;
    this.subject = subject;
  }

  /**
   * Trains until the last epoch, the time limit, or a request to stop; the last checkpoint is
   * written then.
   *
   * @throws IOException if the folder is in use, holds another run, or cannot be written; the last
   *     checkpoint is intact then
   * @throws MediaException if a video cannot be read any more
   * @throws DivergenceException if loss or gradient are no numbers any more
   * @throws InterruptedException if the thread was interrupted while waiting for data
   */
  public Outcome train(StopSignal stop)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    TrainingConfig training = plan.recipe().training();
    try (RunDirectory run = open()) {
      CheckpointStore store = new CheckpointStore(run.checkpoints(), training.keepCheckpoints());
      TrainState state = start(run, store);
      long clips =
          ProgressDisplay.clipsLeft(state, training.epochs(), subject.clipsPerMicroBatch());
      try (MetricsFile metrics = MetricsFile.open(run.metrics(), state);
          EventFile events = EventFile.create(folder, state.step() + 1);
          Progress progress = Progress.start(subject.activity(), "clips", clips)) {
        MetricsLogger log = new MetricsLogger(metrics, training.logEverySteps());
        TensorBoardLogger board = new TensorBoardLogger(events, training.logEverySteps());
        CheckpointWriter writer = new CheckpointWriter(store, training.checkpointEverySteps());
        List<TrainListener> listeners =
            new ArrayList<>(List.of(new DivergenceGuard(store), log, board));
        listeners.add(
            new ProgressDisplay(progress, training.epochs(), subject.task().hasNegatives()));
        listeners.addAll(subject.watchers());
        listeners.add(
            new Validation(
                subject.validation(), training.evaluateEveryEpochs(), List.of(log, board, writer)));
        listeners.add(writer);
        StopReason reason =
            new Trainer(subject.task(), plan.recipe(), state, listeners, stop).run();
        return new Outcome(reason, state.position(), state.best());
      }
    }
  }

  /**
   * Trains likewise until the user asks to stop, and says how it ended.
   *
   * @param tell takes sentences for the user
   * @throws DataRefusedException if a video cannot be read any more; the message names it
   */
  public Outcome trainUntilStopped(Consumer<String> tell)
      throws IOException, DivergenceException, InterruptedException {
    StopSignal stop = new StopSignal();
    try (GracefulStop graceful = GracefulStop.on(stop)) {
      Outcome outcome = train(stop);
      // Said here: after Ctrl-C the process may end as soon as the block is left.
      tell.accept(sentence(outcome));
      return outcome;
    } catch (MediaException e) {
      throw new DataRefusedException(
          e.getMessage()
              + ". Training stopped; its last checkpoint is kept: bring the file back and go on"
              + " with --resume",
          e);
    }
  }

  private String sentence(Outcome outcome) {
    String where = " at step " + outcome.position().step() + ", " + folder;
    return switch (outcome.reason()) {
      case FINISHED -> "training finished" + where;
      case TIME_LIMIT -> "training ended by its time limit" + where;
      case INTERRUPTED -> "training stopped" + where + "; go on with --resume";
    };
  }

  @MustBeClosed
  private RunDirectory open() throws IOException {
    if (mode == Mode.RESUME) {
      return RunDirectory.resume(folder, plan.resolvedConfig());
    }
    return RunDirectory.create(folder, plan.resolvedConfig());
  }

  /** The one place that decides between resuming, initialising and starting afresh. */
  private TrainState start(RunDirectory run, CheckpointStore store) throws IOException {
    Optional<Path> last = store.last();
    Start start = last.isPresent() ? new Start.Resume(last.get()) : plan.init().start();
    TrainState state = start.state(subject.task(), plan.recipe(), subject.initial());
    if (start instanceof Start.Resume) {
      requireSameData(Provenance.read(folder));
    } else {
      run.writeProvenance(provenance(start));
    }
    return state;
  }

  private Provenance provenance(Start start) throws IOException {
    if (!(start instanceof Start.InitializeFrom from)) {
      return plan.provenance();
    }
    Path checkpoint = CheckpointStore.locate(from.source());
    Path parent = RunDirectory.ofCheckpoint(checkpoint);
    return plan.provenance()
        .withParent(
            WeightsFile.sha256(checkpoint.resolve(CheckpointStore.WEIGHTS)),
            Provenance.read(parent));
  }

  private void requireSameData(Provenance stored) throws IOException {
    if (!stored.manifestSha256().equals(plan.provenance().manifestSha256())) {
      throw new IOException(
          "the manifest has changed since the run in "
              + folder
              + " began: resuming would show other pairs. Restore the manifest, or start a new"
              + " run");
    }
  }
}
