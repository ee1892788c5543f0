package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.ClipBatch;
import avts.datasets.batch.ClipBatches;
import avts.datasets.batch.ClipBatches.Streams;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.PairSampler;
import avts.datasets.pair.ShiftedWindows;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.eval.floor.ClipShape;
import avts.pretrain.eval.floor.EnvelopeRule;
import avts.pretrain.eval.floor.RidgeFloor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Fits the floors on training files; they are then measured like any network.
 *
 * @param shape lengths of a clip's arrays
 * @param seeds seed of the choice of clips
 */
public record Floors(ClipShape shape, Seeds seeds) {
  private static final int MAX_CLIPS = 400;

  /** Most values of video held in memory at a time, 400 MB. */
  private static final int MAX_VALUES = 100_000_000;

  private static final int STRIDE = 5;

  /**
   * Returns the envelope rule and ridge regression by name, fitted on aligned clips of {@code
   * files}.
   *
   * @param source where clips are read from
   * @param training the possible windows of the training files
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public Map<String, Embedder> fit(ClipEmbeddings.Source source, PairSampler training)
      throws MediaException, InterruptedException {
    List<Window> windows = new ArrayList<>();
    for (int file : training.usableFiles()) {
      windows.addAll(ShiftedWindows.of(training, file, 0, STRIDE));
    }
    checkArgument(!windows.isEmpty(), "there are no training windows to fit the floors on");
    RandomGenerator random = seeds.generator(Purpose.EVALUATION, 1, 0);
    int most = Math.max(1, Math.min(MAX_CLIPS, MAX_VALUES / shape.videoLength()));
    while (windows.size() > most) {
      windows.remove(random.nextInt(windows.size()));
    }
    float[] video = new float[windows.size() * shape.videoLength()];
    float[] audio = new float[windows.size() * shape.audioLength()];
    try (BatchSource<ClipBatch> batches =
        ClipBatches.open(source.clips(), Streams.BOTH, windows, source.batches())) {
      while (batches.hasNext()) {
        ClipBatch batch = batches.next();
        System.arraycopy(
            batch.video(), 0, video, batch.first() * shape.videoLength(), batch.video().length);
        System.arraycopy(
            batch.audio(), 0, audio, batch.first() * shape.audioLength(), batch.audio().length);
      }
    }
    Map<String, Embedder> floors = new LinkedHashMap<>();
    floors.put("envelope rule", EnvelopeRule.fit(shape, video, audio, windows.size()));
    floors.put(
        "ridge regression",
        RidgeFloor.fit(shape, new RidgeFloor.Clips(video, audio, windows.size()), windows, random));
    return floors;
  }
}
