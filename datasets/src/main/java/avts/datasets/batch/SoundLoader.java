package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.Prefetcher.Job;
import avts.datasets.batch.Prefetcher.Task;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Loads the sound of fixed windows for training, ahead of the step; no picture is decoded.
 *
 * <p>Every epoch visits the windows in an order of its own, in full batches; what is left over
 * waits for another epoch. Sound is augmented anew at each visit. Batch n of an epoch is a function
 * of seed, epoch and n alone. Immutable and thread-safe.
 */
public final class SoundLoader {
  private final List<Window> windows;
  private final ClipSource clips;
  private final Size size;
  private final Seeds seeds;

  /**
   * How many.
   *
   * @param clips clips in a batch, at least 1
   * @param workers threads that load, at least 1
   * @param prefetch batches loaded ahead, at least 1
   */
  public record Size(int clips, int workers, int prefetch) {

    /** Checks every range. */
    public Size {
      checkArgument(
          clips >= 1 && workers >= 1 && prefetch >= 1,
          "clips, workers and prefetch must be positive, got %s, %s, %s",
          clips,
          workers,
          prefetch);
    }
  }

  /**
   * Creates a loader; threads are started by {@link #open} alone.
   *
   * @param windows what is visited
   * @throws IllegalArgumentException if the windows do not fill one batch
   */
  public SoundLoader(List<Window> windows, ClipSource clips, Size size, Seeds seeds) {
    checkArgument(
        windows.size() >= size.clips(),
        "%s clips do not fill a batch of %s: take more or longer videos, a shorter hop, or a"
            + " smaller batch",
        windows.size(),
        size.clips());
    this.windows = List.copyOf(windows);
    this.clips = clips;
    this.size = size;
    this.seeds = seeds;
  }

  /** Returns the number of batches in an epoch. */
  public int batchesPerEpoch() {
    return windows.size() / size.clips();
  }

  /**
   * Starts loading an epoch.
   *
   * @param epoch the epoch from 0
   * @param first number of the first batch to give
   */
  @MustBeClosed
  public BatchSource<SoundBatch> open(int epoch, int first) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, windows.size()).boxed().toList());
    Shuffle.inPlace(order, seeds.generator(Purpose.ORDER, epoch, 0));
    return new Prefetcher<>(
        "avts-sound",
        size.workers(),
        size.prefetch(),
        IntStream.range(first, batchesPerEpoch())
            .mapToObj(batch -> job(epoch, batch, order))
            .iterator());
  }

  private Job<SoundBatch> job(int epoch, int batch, List<Integer> order) {
    int[] places = new int[size.clips()];
    float[] audio = new float[Math.multiplyExact(places.length, clips.audioLength())];
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      int offset = i * clips.audioLength();
      long draw = (long) batch * places.length + i;
      int place = order.get((int) draw);
      places[i] = place;
      tasks.add(() -> load(windows.get(place), epoch, draw, audio, offset));
    }
    return new Job<>(tasks, new SoundBatch(audio, places));
  }

  private void load(Window window, int epoch, long draw, float[] audio, int offset)
      throws MediaException {
    try (ClipSource.Reader reader = clips.open(window.file())) {
      reader.readAudio(window, seeds.generator(Purpose.AUGMENTATION, epoch, draw), audio, offset);
    }
  }
}
