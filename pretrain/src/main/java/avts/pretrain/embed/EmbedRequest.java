package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.SlidingWindows;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What of each file is embedded.
 *
 * @param streams pictures, sound or both, each at most once
 * @param layer name of the layer, see {@link FeatureExtractor}
 * @param windows where clips begin
 * @param workers files decoded at the same time, 1 to 256; results do not depend on it
 */
public record EmbedRequest(List<Tower> streams, String layer, SlidingWindows windows, int workers) {

  /** Checks the ranges. */
  public EmbedRequest {
    streams = ImmutableList.copyOf(streams);
    checkArgument(
        !streams.isEmpty() && streams.stream().distinct().count() == streams.size(),
        "streams must be video, audio or both, got %s",
        streams);
    checkArgument(workers >= 1 && workers <= 256, "workers must lie in 1..256, got %s", workers);
  }
}
