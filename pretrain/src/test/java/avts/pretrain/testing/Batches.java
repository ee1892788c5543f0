package avts.pretrain.testing;

import avts.datasets.batch.Batch;
import avts.datasets.clip.Window;
import avts.datasets.pair.PairKind;
import com.google.common.primitives.Floats;
import java.util.ArrayList;
import java.util.List;

/** Batches put together. */
public final class Batches {

  private Batches() {}

  /** Returns one batch of the clips of all, in order, each clip with its own negative. */
  public static Batch joined(List<Batch> parts) {
    List<Window> windows = new ArrayList<>();
    List<PairKind> kinds = new ArrayList<>();
    int[] negative = new int[parts.stream().mapToInt(Batch::size).sum()];
    for (Batch part : parts) {
      int first = windows.size();
      for (int i = 0; i < part.size(); i++) {
        negative[first + i] = first + part.negative()[i];
      }
      windows.addAll(part.windows());
      kinds.addAll(part.kinds());
    }
    return new Batch(
        Floats.concat(parts.stream().map(Batch::video).toArray(float[][]::new)),
        Floats.concat(parts.stream().map(Batch::audio).toArray(float[][]::new)),
        windows,
        negative,
        kinds);
  }
}
