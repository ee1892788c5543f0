package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.onnx.OnnxValue;
import avts.pretrain.graph.ops.Workers;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import com.google.common.primitives.Longs;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What all graphs of a two-tower network share.
 *
 * @param network the towers
 * @param input size of a clip
 * @param graphs type, batch norms and threads
 */
record EngineContext(TwoTowerNetwork network, InputShape input, GraphContext graphs) {

  /** Returns FLOAT, or DOUBLE for gradient checks. */
  DataType type() {
    return graphs.type();
  }

  /** Returns the threads of the operations that run in Java. */
  Workers workers() {
    return graphs.workers();
  }

  /** Returns the same for a network whose operations run on other threads. */
  EngineContext with(Workers workers) {
    return new EngineContext(network, input, graphs.with(workers));
  }

  /** Returns layers for a new graph. */
  Layers layers(SameDiff graph, Statistics statistics) {
    return graphs.layers(graph, statistics);
  }

  /** Returns the shape of one clip. */
  long[] clipShape(Tower tower) {
    return tower == Tower.VIDEO
        ? new long[] {input.channels(), input.frames(), input.height(), input.width()}
        : new long[] {1, input.filters(), input.windows()};
  }

  /** Returns the shape of {@code n} clips, -1 for any number. */
  long[] clipShape(Tower tower, int n) {
    return Longs.concat(new long[] {n}, clipShape(tower));
  }

  /** Returns the number of values of one clip. */
  int clipSize(Tower tower) {
    return tower == Tower.VIDEO ? input.videoSize() : input.audioSize();
  }

  /** Checks that an array holds {@code n} clips. */
  void checkClips(Tower tower, float[] clips, int n) {
    checkArgument(
        clips.length == (long) n * clipSize(tower),
        "%s clips of %s values each expected, got %s values",
        n,
        clipSize(tower),
        clips.length);
  }

  /** Returns what a model of a tower takes: any number of clips, of any length in time. */
  OnnxValue modelInput(Tower tower) {
    return tower == Tower.VIDEO
        ? new OnnxValue(
            "video",
            List.of(
                OnnxValue.BATCH,
                Integer.toString(input.channels()),
                OnnxValue.TIME,
                Integer.toString(input.height()),
                Integer.toString(input.width())))
        : new OnnxValue(
            "log_mel",
            List.of(OnnxValue.BATCH, "1", Integer.toString(input.filters()), OnnxValue.TIME));
  }

  /** Adds the clips of a tower to a graph. */
  SDVariable clips(SameDiff graph, Tower tower, String name) {
    return graph.placeHolder(name, type(), clipShape(tower, -1));
  }
}
