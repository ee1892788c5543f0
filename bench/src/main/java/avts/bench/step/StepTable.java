package avts.bench.step;

import static avts.pretrain.eval.TextTable.fixed;

import avts.bench.step.StepFigures.EngineFigures;
import avts.pretrain.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of one network for a terminal. */
public final class StepTable {

  /** Steps from the first on whose losses are compared. */
  private static final int FIRST_STEPS = 3;

  private StepTable() {}

  /** Returns the lines of a table, then those that say what ran. */
  public static List<String> lines(StepFigures figures) {
    EngineFigures ours = figures.ours().get(0);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %s, batch %d, %d blocks of %d",
            figures.network(),
            figures.inference() ? "embedding" : "training step",
            figures.batch(),
            figures.blocks(),
            figures.stepsPerBlock()));
    TextTable table =
        new TextTable(
            List.of(
                "  engine",
                "ms",
                "quartiles",
                ours.name() + "/it",
                "peak MB",
                ours.name() + "/it",
                "first loss",
                "difference",
                "last loss"));
    for (EngineFigures engine : figures.engines()) {
      table.add(row(engine, ours));
    }
    lines.addAll(table.lines());
    for (EngineFigures own : figures.ours()) {
      for (boolean bfloat16 : new boolean[] {false, true}) {
        figures.fastestPeer(bfloat16).ifPresent(peer -> lines.add(ratios(own, peer)));
      }
    }
    for (EngineFigures engine : figures.engines()) {
      lines.add(
          "  " + engine.name() + ": " + engine.about().engine() + ", " + engine.about().kernels());
    }
    return lines;
  }

  private static String ratios(EngineFigures own, EngineFigures peer) {
    return String.format(
        Locale.ROOT,
        "  %s / fastest peer in %s (%s): %.2f of its time, %.2f of its memory",
        own.name(),
        peer.kind().bfloat16() ? "bfloat16" : "float32",
        peer.name(),
        StepFigures.timeRatio(own, peer),
        StepFigures.memoryRatio(own, peer));
  }

  private static List<String> row(EngineFigures engine, EngineFigures ours) {
    boolean trained = !engine.losses().isEmpty();
    return List.of(
        "  " + engine.name(),
        fixed(engine.millis().median(), 1),
        engine.millis().range(1),
        fixed(StepFigures.timeRatio(ours, engine), 2),
        Long.toString(engine.peakMegabytes()),
        fixed(StepFigures.memoryRatio(ours, engine), 2),
        trained ? fixed(engine.losses().get(0), 5) : "-",
        trained ? String.format(Locale.ROOT, "%.1e", engine.difference(ours, FIRST_STEPS)) : "-",
        trained ? fixed(engine.lastLoss(), 5) : "-");
  }
}
