package avts.pretrain.engine;

import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.engine.onednn.OneDnnSteps;
import avts.pretrain.engine.onednn.PlanMemory;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.Workers;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What all graphs of one network share, whatever is in them.
 *
 * @param type FLOAT, or DOUBLE for gradient checks
 * @param batchNormEpsilon added to the variance in every batch norm
 * @param workers threads of the operations that run in Java, closed by the network
 * @param convolutions what runs convolutions, where there are any
 */
record GraphContext(
    DataType type, double batchNormEpsilon, Workers workers, Convolutions convolutions) {

  /** Begins with as many workers as the backend has threads. */
  static GraphContext of(DataType type, double batchNormEpsilon, EngineConfig engine) {
    Backend backend = Backend.load();
    boolean mayUseOneDnn = type == DataType.FLOAT && !backend.onGraphicsCards();
    return new GraphContext(
        type,
        batchNormEpsilon,
        new Workers(backend.threads()),
        mayUseOneDnn ? engine.convolutions() : Convolutions.ND4J);
  }

  /** Begins with the standard engine. */
  static GraphContext of(DataType type, double batchNormEpsilon) {
    return of(type, batchNormEpsilon, EngineConfig.standard());
  }

  /** Returns the same for graphs whose operations run on other threads. */
  GraphContext with(Workers others) {
    return new GraphContext(type, batchNormEpsilon, others, convolutions);
  }

  /**
   * Returns what runs convolutions in a plan; empty where ND4J does, or where there are none: the
   * library takes a fifth of a second to load.
   */
  Optional<OneDnnSteps> oneDnn(PlanMemory plan, OneDnnSteps.Order order) {
    return order.hasConvolutions() ? convolutions.steps(plan, order) : Optional.empty();
  }

  /** Returns layers for a new graph. */
  Layers layers(SameDiff graph, Statistics statistics) {
    return new Layers(new Parameters(graph, type), statistics, batchNormEpsilon);
  }
}
