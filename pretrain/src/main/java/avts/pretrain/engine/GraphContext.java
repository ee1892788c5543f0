package avts.pretrain.engine;

import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.engine.onednn.OneDnnSteps;
import avts.pretrain.engine.onednn.PlanMemory;
import avts.pretrain.engine.onednn.Precision;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.Workers;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What all graphs of one network share, whatever is in them.
 *
 * @param type FLOAT, or DOUBLE for gradient checks
 * @param batchNormEpsilon added to the variance in every batch norm
 * @param workers threads of the operations that run in Java, closed by the network
 */
record GraphContext(DataType type, double batchNormEpsilon, Workers workers) {

  /** Begins with as many workers as the backend has threads. */
  static GraphContext of(DataType type, double batchNormEpsilon) {
    return new GraphContext(type, batchNormEpsilon, new Workers(Backend.load().threads()));
  }

  /** Returns what runs convolutions in a plan; null where ND4J does. */
  @Nullable OneDnnSteps oneDnn(PlanMemory plan) {
    String name = System.getProperty("avts.convolutions", "FLOAT32");
    if (type != DataType.FLOAT || name.equals("ND4J")) {
      return null;
    }
    return OneDnn.load()
        .map(library -> new OneDnnSteps(library, plan, Precision.valueOf(name)))
        .orElse(null);
  }

  /** Returns layers for a new graph. */
  Layers layers(SameDiff graph, Statistics statistics) {
    return new Layers(new Parameters(graph, type), statistics, batchNormEpsilon);
  }
}
