package avts.pretrain.testing;

import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.engine.SameDiffEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Files like torchvision's, with the weights of {@link Formula}. */
public final class StateDicts {
  private static final int CLASSES = 400;
  private static final int FEATURES = 512;

  private StateDicts() {}

  /**
   * Writes the video encoder of {@code engine} and a head of 400 classes under torchvision's names.
   */
  public static Path write(SameDiffEngine engine, Path file) throws IOException {
    List<NamedTensor> tensors = new ArrayList<>();
    Stream.concat(engine.parameters().stream(), engine.statistics().stream())
        .filter(info -> info.name().startsWith("video."))
        .forEach(info -> tensors.add(tensor(info.name().substring(6), info.shape())));
    tensors.add(tensor("fc.weight", List.of(CLASSES, FEATURES)));
    tensors.add(tensor("fc.bias", List.of(CLASSES)));
    Safetensors.write(file, tensors, Map.of());
    return file;
  }

  private static NamedTensor tensor(String name, List<Integer> shape) {
    return new NamedTensor(name, shape, Formula.weight(name, shape), 0);
  }
}
