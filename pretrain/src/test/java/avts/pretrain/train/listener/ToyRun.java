package avts.pretrain.train.listener;

import avts.datasets.media.MediaException;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.ToyEpochs;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.GracefulStop;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.Start;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole run on the toy task, with every listener, as the command wires it. */
final class ToyRun {
  static final int EPOCHS = 5;
  static final int STEPS_PER_EPOCH = 3;
  private static final String CONFIG = "seed: 1\n";

  private ToyRun() {}

  /** Starts a run in {@code folder}, or goes on with the one that is there. */
  static StopReason train(Path folder, StopSignal stop, TrainListener last)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    Recipe recipe = Recipes.curriculum(EPOCHS, 2);
    boolean resume = Files.exists(folder.resolve("config.yaml"));
    try (RunDirectory run =
            resume ? RunDirectory.resume(folder, CONFIG) : RunDirectory.create(folder, CONFIG);
        LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, new ToyEpochs(7, 2 * STEPS_PER_EPOCH, 4));
      CheckpointStore store =
          new CheckpointStore(run.checkpoints(), recipe.training().keepCheckpoints());
      Optional<Path> checkpoint = store.last();
      Start start = checkpoint.isPresent() ? new Start.Resume(checkpoint.get()) : new Start.Fresh();
      TrainState state = start.state(task, recipe, LinearTowers.initial(3));
      try (MetricsFile metrics = MetricsFile.open(run.metrics(), state);
          EventFile events = EventFile.create(folder, state.step() + 1)) {
        MetricsLogger log = new MetricsLogger(metrics, 1);
        TensorBoardLogger board = new TensorBoardLogger(events, 1);
        CheckpointWriter writer = new CheckpointWriter(store, 5);
        Validation validation = new Validation(ToyRun::evaluate, 2, List.of(log, board, writer));
        return new Trainer(
                task,
                recipe,
                state,
                List.of(new DivergenceGuard(store), log, board, validation, writer, last),
                stop)
            .run();
      }
    }
  }

  /** Returns the lines of metrics.jsonl of the run in {@code folder}. */
  static List<JsonNode> metrics(Path folder) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    MetricsFile.read(folder.resolve("metrics.jsonl"), lines::add);
    return lines;
  }

  private static Evaluation evaluate(TrainState state) {
    double norm = 0;
    for (float value : state.parameters()) {
      norm += Math.abs(value);
    }
    return new Evaluation(-norm, Map.of("hard.accuracy", 0.5));
  }

  /** Trains in a process of its own, which waits to be killed after a given step. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      long lastStep = Long.parseLong(args[1]);
      StopSignal stop = new StopSignal();
      TrainListener waiting =
          new TrainListener() {
            @Override
            public void afterStep(TrainState state, StepResult result) throws IOException {
              if (result.step() == lastStep) {
                System.out.println("waiting");
                while (!stop.requested()) {
                  Thread.onSpinWait();
                }
              }
            }
          };
      try (GracefulStop graceful = GracefulStop.on(stop)) {
        System.out.println(train(folder, stop, waiting) + " " + graceful.getClass().getName());
      }
    }
  }
}
