package avts.pretrain.exchange;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.graph.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A network in a file of the ONNX format, with where its weights come from among the file's
 * properties.
 *
 * @param model the network
 * @param origin where the weights come from
 */
public record OnnxFile(OnnxModel model, Origin origin) {

  /**
   * Where weights come from.
   *
   * @param model name of run and checkpoint, for people
   * @param layer layer of the network whose output the model gives
   * @param weightsSha256 hash of the weights
   */
  public record Origin(String model, String layer, String weightsSha256) {}

  /** Returns the file's content, the same bytes for the same network. */
  public byte[] content() {
    return model.encode(
        Map.of(
            "avts.model", origin.model(),
            "avts.layer", origin.layer(),
            "avts.weights_sha256", origin.weightsSha256()));
  }

  /** Makes or replaces a file in one step. */
  public void write(Path file) throws IOException {
    byte[] content = content();
    AtomicFiles.replace(file, unfinished -> Files.write(unfinished, content));
  }
}
