package avts.pretrain.model;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What an encoder's layers give.
 *
 * @param output the encoder's output
 * @param layers output of each layer behind its batch norm and ReLU, before any pooling, by name;
 *     the first layer first
 */
public record EncoderMaps(SDVariable output, Map<String, SDVariable> layers) {

  /** Copies the map, in its order. */
  public EncoderMaps {
    layers = ImmutableMap.copyOf(layers);
  }
}
