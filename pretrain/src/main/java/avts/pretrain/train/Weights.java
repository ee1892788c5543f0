package avts.pretrain.train;

import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.engine.ParameterInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The values of a network: all that inference needs.
 *
 * @param parameters flat vector of the trained arrays
 * @param statistics flat vector of the running statistics
 */
// Array components: handed to an engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Weights(float[] parameters, float[] statistics) {

  /**
   * Reads the weights of a checkpoint, all of which must be there with the right shapes.
   *
   * @param path a run (its best checkpoint, else its last) or the folder of one checkpoint
   * @param parameters layout of the trained arrays
   * @param statistics layout of the running statistics
   * @throws IOException if there is no checkpoint or it does not fit; the message says how
   */
  public static Weights read(
      Path path, List<ParameterInfo> parameters, List<ParameterInfo> statistics)
      throws IOException {
    Path file = CheckpointStore.locate(path).resolve(CheckpointStore.WEIGHTS);
    Weights weights = new Weights(new float[length(parameters)], new float[length(statistics)]);
    WeightsFile.read(file, "", parameters, weights.parameters);
    WeightsFile.read(file, "", statistics, weights.statistics);
    return weights;
  }

  private static int length(List<ParameterInfo> infos) {
    return infos.stream().mapToInt(info -> info.offset() + info.size()).max().orElse(0);
  }
}
