package avts.pretrain.run;

import static avts.pretrain.testing.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.NegativeMix;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.doctor.ChanceLevel;
import avts.pretrain.doctor.TrainingDoctor;
import avts.pretrain.run.TrainingRun.Mode;
import avts.pretrain.run.TrainingRun.Outcome;
import avts.pretrain.run.TrainingRun.Plan;
import avts.pretrain.run.TrainingRun.Subject;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.ToyEpochs;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.InitConfig;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final InitConfig FRESH = new InitConfig(null, List.of());
  private static final ToyEpochs DATA = new ToyEpochs(1, 10, 8);

  @TempDir Path folder;

  private static Plan plan(InitConfig init, String manifest, String medium) {
    return new Plan(
        Recipes.curriculum(4, 2),
        init,
        "seed: 1\n",
        new Provenance(
            Provenance.FORMAT_VERSION,
            Map.of("avts", "0.1"),
            Provenance.Machine.current(),
            1,
            "",
            manifest,
            List.of("pretrain"),
            List.of(),
            List.of(new Provenance.Media(medium, "")),
            List.of()));
  }

  private static Outcome train(Path folder, Mode mode, Plan plan, long lastStep) throws Exception {
    StopSignal stop = new StopSignal();
    TrainListener stopper =
        new TrainListener() {
          @Override
          public void afterStep(TrainState state, StepResult result) {
            if (result.step() == lastStep) {
              stop.request();
            }
          }
        };
    try (LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, DATA);
      Subject subject =
          new Subject(
              "train",
              task,
              LinearTowers.initial(2),
              8,
              state -> new Evaluation((double) state.step(), Map.of()),
              List.of(stopper));
      return new TrainingRun(folder, mode, plan, subject).train(stop);
    }
  }

  private static Weights weights(Path folder) throws IOException {
    try (LinearTowers engine = new LinearTowers()) {
      return Weights.read(folder, engine.parameters(), engine.statistics());
    }
  }

  @Test
  void aStoppedRunGoesOnToTheSameEnd() throws Exception {
    Plan plan = plan(FRESH, "m1", "aa");
    Path whole = folder.resolve("whole");
    Outcome outcome = train(whole, Mode.NEW, plan, -1);
    assertEquals(StopReason.FINISHED, outcome.reason());
    assertEquals(20, outcome.position().step());
    assertEquals(20, outcome.best().step());
    Path parts = folder.resolve("parts");
    assertEquals(StopReason.INTERRUPTED, train(parts, Mode.NEW, plan, 7).reason());
    assertEquals(StopReason.FINISHED, train(parts, Mode.RESUME, plan, -1).reason());
    assertArrayEquals(weights(whole).parameters(), weights(parts).parameters());
    assertArrayEquals(weights(whole).statistics(), weights(parts).statistics());
    try (Stream<Path> files = Files.list(parts)) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      assertTrue(
          names.containsAll(
              List.of("config.yaml", "provenance.json", "metrics.jsonl", "checkpoints")),
          names::toString);
      assertEquals(2, names.stream().filter(name -> name.startsWith("events.out.")).count());
    }
    assertRefused(IOException.class, "holds a run already", () -> train(parts, Mode.NEW, plan, -1));
    Plan changed = plan(FRESH, "m2", "aa");
    assertRefused(
        IOException.class, "manifest has changed", () -> train(parts, Mode.RESUME, changed, -1));
  }

  @Test
  void initialisedWeightsBringWhatTheyHaveSeen() throws Exception {
    Path parent = folder.resolve("parent");
    train(parent, Mode.NEW, plan(FRESH, "m1", "aa"), 5);
    InitConfig init = new InitConfig(parent.toString(), List.of("video."));
    Path child = folder.resolve("child");
    train(child, Mode.NEW, plan(init, "m2", "bb"), 5);
    Provenance provenance = Provenance.read(child);
    assertEquals(1, provenance.parents().size());
    assertEquals(1, provenance.seen(List.of(new Provenance.Media("aa", ""))).size());
    assertEquals(1, provenance.seen(List.of(new Provenance.Media("bb", ""))).size());
    // A resume goes on with the child, it does not initialise again.
    train(child, Mode.RESUME, plan(init, "m2", "bb"), -1);
    assertEquals(provenance, Provenance.read(child));
  }

  @Test
  void aRunWithoutACheckpointIsResumedFromItsBeginning() throws Exception {
    Plan plan = plan(FRESH, "m1", "aa");
    Path run = folder.resolve("run");
    train(run, Mode.NEW, plan, 2);
    Files.delete(run.resolve("checkpoints/last"));
    assertEquals(20, train(run, Mode.RESUME, plan, -1).position().step());
  }

  @Test
  void theDoctorReadsItsProbe() throws Exception {
    NegativeMix easy = new NegativeMix(1, 0, 0);
    assertEquals(2, TrainingDoctor.firstBatches(DATA, easy, 9).size());
    assertEquals(10, TrainingDoctor.firstBatches(DATA, easy, 1000).size());
    List<String> warnings = new ArrayList<>();
    try (LinearTowers engine = new LinearTowers()) {
      assertEquals(
          2,
          TrainingDoctor.watches(
                  engine, DATA.batch(0, easy, 0), ChanceLevel.margin(0.5, 0.99), warnings::add)
              .size());
    }
  }
}
