package avts.distill.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import avts.pretrain.model.SegmentShape;
import avts.pretrain.model.SegmentShape.Aggregation;
import avts.pretrain.model.SegmentShape.Fusion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConfigTest {
  private static final NetworkConfig LAYERS =
      new NetworkConfig(
          List.of(256, 128),
          List.of(32),
          Fusion.CONCATENATION,
          64,
          Aggregation.STATISTICS,
          List.of(50),
          0,
          0);

  @Test
  void weightsAreCounted() {
    SegmentShape shape = LAYERS.shape(3, 100, 0, 10);
    // 100 x 256 + 256 x 128, 128 x 64, 128 x 64 of the statistics, 64 x 50 + 50 x 10
    assertEquals(25600 + 32768 + 8192 + 8192 + 3200 + 500, NetworkConfig.parameters(shape));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.1})
  void narrowerLayersHaveTheShareAskedFor(double share) {
    SegmentShape full = LAYERS.shape(3, 100, 0, 10);
    SegmentShape small = LAYERS.scaled(share, full).shape(3, 100, 0, 10);
    double had = NetworkConfig.parameters(small) / (double) NetworkConfig.parameters(full);
    assertEquals(share, had, 0.02 * share + 0.005);
    assertEquals(LAYERS, LAYERS.scaled(1, full));
  }
}
