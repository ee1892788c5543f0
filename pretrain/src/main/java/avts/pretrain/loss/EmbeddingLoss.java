package avts.pretrain.loss;

import avts.pretrain.graph.ops.StepNormalise;
import avts.pretrain.graph.ops.WeightedSum;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Adds the loss of {@link EmbeddingLossConfig} to a graph. */
public final class EmbeddingLoss {

  private EmbeddingLoss() {}

  /**
   * Adds the loss.
   *
   * @param student {@code [B, E]}
   * @param teacher {@code [B, E]}; taken as constants
   * @param weights of the rows in the distance, {@code B} in any shape; taken as constants
   * @return a scalar, mean over the rows
   */
  public static SDVariable of(
      EmbeddingLossConfig config, SDVariable student, SDVariable teacher, SDVariable weights) {
    List<SDVariable> parts = new ArrayList<>();
    List<Double> factors = new ArrayList<>();
    if (config.distance() > 0) {
      parts.add(new EmbeddingDistance(config.kind(), student, teacher, weights).outputVariable());
      factors.add(config.distance());
    }
    if (config.contrast() > 0) {
      parts.add(
          new InfoNceLoss(unit(student), unit(teacher), config.temperature()).outputVariable());
      factors.add(config.contrast());
    }
    return WeightedSum.of(parts, factors.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static SDVariable unit(SDVariable rows) {
    return StepNormalise.of(rows, 1, 1);
  }
}
