package avts.pretrain.testing;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.clip.Window;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.pretrain.train.SyncTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Clips whose picture and sound are two linear views of the same hidden numbers; a hard negative's
 * numbers are near the clip's own. Batch n is a function of seed, epoch, mix and n alone.
 *
 * @param seed root of all draws
 * @param batchesPerEpoch micro-batches in an epoch
 * @param clips clips in a micro-batch, even
 */
public record ToyEpochs(long seed, int batchesPerEpoch, int clips) implements SyncTask.Epochs {
  private static final int HIDDEN = 4;

  /** Returns micro-batch {@code index} of {@code epoch}. */
  public Batch batch(int epoch, NegativeMix mix, int index) {
    SplittableRandom views = new SplittableRandom(1234);
    double[] videoView = views.doubles(LinearTowers.VIDEO * HIDDEN, -1, 1).toArray();
    double[] audioView = views.doubles(LinearTowers.AUDIO * HIDDEN, -1, 1).toArray();
    long mixed = ((seed * 31 + epoch) * 1009 + index) * 31 + Math.round(100 * mix.hard());
    SplittableRandom random = new SplittableRandom(mixed);
    float[] video = new float[clips * LinearTowers.VIDEO];
    float[] audio = new float[clips * LinearTowers.AUDIO];
    int[] negative = new int[clips];
    List<Window> windows = new ArrayList<>();
    List<PairKind> kinds = new ArrayList<>();
    double[] hidden = new double[HIDDEN];
    for (int i = 0; i < clips; i += 2) {
      boolean hard = random.nextDouble() < mix.hard();
      for (int clip = i; clip < i + 2; clip++) {
        for (int h = 0; h < HIDDEN; h++) {
          double drawn = random.nextDouble(-1, 1);
          hidden[h] = hard && clip > i ? 0.5 * (hidden[h] + drawn) : drawn;
        }
        project(videoView, hidden, video, clip * LinearTowers.VIDEO, LinearTowers.VIDEO);
        project(audioView, hidden, audio, clip * LinearTowers.AUDIO, LinearTowers.AUDIO);
        negative[clip] = 2 * i + 1 - clip;
        windows.add(new Window(clip, 25L * index, 24_000L * index));
        kinds.add(hard ? PairKind.HARD : PairKind.EASY);
      }
    }
    return new Batch(video, audio, windows, negative, kinds);
  }

  private static void project(
      double[] view, double[] hidden, float[] target, int offset, int length) {
    for (int j = 0; j < length; j++) {
      double sum = 0;
      for (int h = 0; h < HIDDEN; h++) {
        sum += view[j * HIDDEN + h] * hidden[h];
      }
      target[offset + j] = (float) sum;
    }
  }

  @MustBeClosed
  @Override
  public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
    return BatchSource.of(
        IntStream.range(first, batchesPerEpoch)
            .mapToObj(index -> batch(epoch, mix, index))
            .iterator());
  }
}
