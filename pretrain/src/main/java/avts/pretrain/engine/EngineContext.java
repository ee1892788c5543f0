package avts.pretrain.engine;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.Workers;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What all graphs of an engine share.
 *
 * @param model what is run
 * @param network its towers
 * @param type FLOAT, or DOUBLE for gradient checks
 * @param workers threads of the operations that run in Java
 */
record EngineContext(
    SameDiffEngine.Model model, TwoTowerNetwork network, DataType type, Workers workers) {

  /** Returns layers for a new graph. */
  Layers layers(SameDiff graph, Statistics statistics) {
    return new Layers(new Parameters(graph, type), statistics, model.network().batchNormEpsilon());
  }

  /** Returns the shape of {@code n} clips, -1 for any number. */
  long[] clipShape(Tower tower, int n) {
    InputShape input = model.input();
    return tower == Tower.VIDEO
        ? new long[] {n, input.channels(), input.frames(), input.height(), input.width()}
        : new long[] {n, 1, input.filters(), input.windows()};
  }

  /** Returns the number of values of one clip. */
  int clipSize(Tower tower) {
    return tower == Tower.VIDEO ? model.input().videoSize() : model.input().audioSize();
  }

  /** Adds the clips of a tower to a graph. */
  SDVariable clips(SameDiff graph, Tower tower, String name) {
    return graph.placeHolder(name, type, clipShape(tower, -1));
  }
}
