package avts.pretrain.probe.video;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.BatchSource;
import avts.datasets.batch.ClipBatch;
import avts.datasets.batch.ClipBatches;
import avts.datasets.batch.ClipBatches.Streams;
import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.pretrain.probe.video.LabelledData.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs evenly spaced clips of videos through a network.
 *
 * @param clips where clips are read from
 * @param loading how
 */
record ClipFeed(ClipSource clips, VideoProbeConfig.Loading loading) {
  private static final int BATCH = 16;

  /** A network: {@code n} clips in, {@code n} rows out. */
  interface Network {
    float[] run(float[] clips, int n);
  }

  /**
   * Returns the rows of {@code perVideo} clips of each video, one video after another.
   *
   * @param size length of a row
   */
  float[] rows(List<Item> videos, int perVideo, int size, Network network)
      throws MediaException, InterruptedException {
    List<Window> windows = new ArrayList<>();
    videos.forEach(video -> windows.addAll(video.file().spread(perVideo)));
    float[] rows = new float[Math.multiplyExact(windows.size(), size)];
    BatchConfig batches = new BatchConfig(BATCH, 1, 1, 1, loading.workers(), loading.prefetch());
    try (BatchSource<ClipBatch> source = ClipBatches.open(clips, Streams.VIDEO, windows, batches)) {
      while (source.hasNext()) {
        ClipBatch batch = source.next();
        float[] out = network.run(batch.video(), batch.size());
        System.arraycopy(out, 0, rows, batch.first() * size, batch.size() * size);
      }
    }
    return rows;
  }
}
