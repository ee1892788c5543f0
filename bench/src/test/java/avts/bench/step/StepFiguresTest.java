package avts.bench.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.bench.step.StepFigures.EngineFigures;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class StepFiguresTest {

  private static Engine engine(String name, boolean own, boolean bfloat16) {
    return new Engine(name, new Engine.Kind(own, bfloat16), List.of(), List.of(), Map.of());
  }

  private static EngineFigures figures(Engine engine, long megabytes, Passes... blocks) {
    StepFigures.Collector collector = new StepFigures.Collector(engine);
    for (Passes block : blocks) {
      collector.add(block);
    }
    return collector.figures(new About("engine", "kernels"), megabytes);
  }

  private static Passes passes(double... millis) {
    return new Passes(
        DoubleStream.of(millis).boxed().toList(), Collections.nCopies(millis.length, 0.5));
  }

  private static StepFigures figures(EngineFigures... engines) {
    return new StepFigures("net", false, 4, 1, 3, List.of(engines));
  }

  @Test
  void firstStepOfABlockDoesNotCount() {
    EngineFigures figures =
        figures(engine("ours", true, false), 100, passes(900, 1, 2), passes(800, 3));

    assertEquals(List.of(1.0, 2.0, 3.0), figures.times());
    assertEquals(2, figures.millis().median());
    assertEquals(5, figures.losses().size());
  }

  @Test
  void ratiosAreOfMediansAndToTheFastestPeerOfTheType() {
    EngineFigures ours = figures(engine("ours", true, false), 300, passes(0, 9, 10, 100));
    EngineFigures slow = figures(engine("slow", false, false), 200, passes(0, 20, 20, 20));
    EngineFigures fast = figures(engine("fast", false, false), 200, passes(0, 8, 8, 8));
    EngineFigures brief = figures(engine("brief", false, true), 150, passes(0, 4, 5, 6));
    StepFigures all = figures(ours, slow, fast, brief);

    assertEquals(fast, all.fastestPeer(false).orElseThrow());
    assertEquals(brief, all.fastestPeer(true).orElseThrow());
    assertEquals(1.25, StepFigures.timeRatio(ours, fast));
    assertEquals(1.5, StepFigures.memoryRatio(ours, fast));
    List<String> lines = StepTable.lines(all);
    assertTrue(
        lines.contains(
            "  ours / fastest peer in float32 (fast): 1.25 of its time, 1.50 of its memory"),
        lines::toString);
    assertTrue(
        lines.contains(
            "  ours / fastest peer in bfloat16 (brief): 2.00 of its time, 2.00 of its memory"),
        lines::toString);
  }

  @Test
  void lossesAreComparedStepByStep() {
    StepFigures.Collector one = new StepFigures.Collector(engine("one", true, false));
    StepFigures.Collector other = new StepFigures.Collector(engine("other", false, false));
    one.add(new Passes(List.of(1.0, 1.0, 1.0), List.of(2.0, 1.01, 7.0)));
    other.add(new Passes(List.of(1.0, 1.0, 1.0), List.of(2.0, 1.0, 1.0)));
    About about = new About("engine", "kernels");

    assertEquals(0.01, one.figures(about, 1).difference(other.figures(about, 1), 2), 1e-12);
    assertEquals(10.01 / 3, one.figures(about, 1).lastLoss(), 1e-12);
  }
}
