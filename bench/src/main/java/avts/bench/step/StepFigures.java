package avts.bench.step;

import avts.bench.measure.Quartiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was measured on one network.
 *
 * @param network its name
 * @param inference whether embeddings were measured, else training steps
 * @param batch clips in a batch
 * @param blocks blocks that each engine worked, in turn with the others
 * @param stepsPerBlock steps of a block that count; one more goes before
 * @param engines figures of each engine, ours first
 */
public record StepFigures(
    String network,
    boolean inference,
    int batch,
    int blocks,
    int stepsPerBlock,
    List<EngineFigures> engines) {

  /** Steps at the end whose losses are averaged. */
  public static final int LAST_STEPS = 10;

  /** Copies the list. */
  public StepFigures {
    engines = List.copyOf(engines);
  }

  /**
   * What was measured on one engine.
   *
   * @param name what it is called
   * @param kind whether it is ours, and what it calculates in
   * @param about what it runs on
   * @param millis wall time of a step
   * @param times wall time of every step that counts, in milliseconds, in the order of time
   * @param peakMegabytes largest resident memory of its process
   * @param losses loss of every step from the first on; empty for inference
   */
  public record EngineFigures(
      String name,
      Engine.Kind kind,
      About about,
      Quartiles millis,
      List<Double> times,
      long peakMegabytes,
      List<Double> losses) {

    /** Copies the lists. */
    public EngineFigures {
      times = List.copyOf(times);
      losses = List.copyOf(losses);
    }

    /** Returns the mean loss of the last {@link #LAST_STEPS} steps. */
    double lastLoss() {
      return losses.stream()
          .skip(Math.max(0, losses.size() - LAST_STEPS))
          .mapToDouble(Double::doubleValue)
          .average()
          .orElse(Double.NaN);
    }

    /** Returns the largest difference of the first losses from another's, as a share of his. */
    double difference(EngineFigures other, int steps) {
      double largest = 0;
      for (int i = 0; i < Math.min(steps, losses.size()); i++) {
        double his = other.losses.get(i);
        largest = Math.max(largest, Math.abs(losses.get(i) - his) / Math.abs(his));
      }
      return largest;
    }
  }

  /** Returns how many times as long as {@code peer} an engine takes. */
  static double timeRatio(EngineFigures engine, EngineFigures peer) {
    return engine.millis().median() / peer.millis().median();
  }

  /** Returns how many times as much memory as {@code peer} an engine takes. */
  static double memoryRatio(EngineFigures engine, EngineFigures peer) {
    return (double) engine.peakMegabytes() / peer.peakMegabytes();
  }

  /** Returns the peer with the lowest median among those that calculate in one type. */
  Optional<EngineFigures> fastestPeer(boolean bfloat16) {
    return engines.stream()
        .filter(engine -> !engine.kind().own() && engine.kind().bfloat16() == bfloat16)
        .min(Comparator.comparingDouble(engine -> engine.millis().median()));
  }

  /** Returns our engines. */
  List<EngineFigures> ours() {
    return engines.stream().filter(engine -> engine.kind().own()).toList();
  }

  /** Collects the figures of one engine while blocks come in. */
  static final class Collector {
    private final Engine engine;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();

    Collector(Engine engine) {
      this.engine = engine;
    }

    /** Adds steps whose times do not count. */
    void warmUp(Passes passes) {
      losses.addAll(passes.losses());
    }

    /** Adds a block, whose first step does not count. */
    void add(Passes passes) {
      millis.addAll(passes.millis().subList(1, passes.millis().size()));
      losses.addAll(passes.losses());
    }

    int steps() {
      return losses.size();
    }

    EngineFigures figures(About about, long peakMegabytes) {
      return new EngineFigures(
          engine.name(), engine.kind(), about, Quartiles.of(millis), millis, peakMegabytes, losses);
    }
  }
}
