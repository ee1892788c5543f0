package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.Prefetcher.Job;
import avts.datasets.batch.Prefetcher.Task;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Loads the training batches of an {@link EpochPlanner} ahead of the training step.
 *
 * <p>Each visit of a file is one task: the file is opened once for all its windows. Augmentation of
 * clip i of batch n draws from a generator of its own, so batches are the same whatever the number
 * of threads, and the same when an epoch is resumed in its middle. Thread-safe.
 */
public final class BatchLoader {
  private final EpochPlanner planner;
  private final ClipSource clips;
  private final BatchConfig config;
  private final Seeds seeds;

  /** Batches given back, whose arrays are free. */
  private final ConcurrentLinkedQueue<Batch> spare = new ConcurrentLinkedQueue<>();

  /** Creates a loader; threads are started by {@link #open} alone. */
  public BatchLoader(EpochPlanner planner, ClipSource clips, BatchConfig config, Seeds seeds) {
    this.planner = planner;
    this.clips = clips;
    this.config = config;
    this.seeds = seeds;
  }

  /** Returns the number of micro-batches in an epoch, a multiple of those in a step. */
  public int batchesPerEpoch() {
    return planner.batchesPerEpoch();
  }

  /** Returns the planner, for the plan of a batch without its pixels. */
  public EpochPlanner planner() {
    return planner;
  }

  /**
   * Starts loading an epoch.
   *
   * @param epoch the epoch from 0
   * @param mix kinds of its negatives
   * @param firstBatch number of the first micro-batch to give, 0 to {@link #batchesPerEpoch()}
   * @throws IllegalArgumentException if the files cannot give this mix
   */
  @MustBeClosed
  public BatchSource<Batch> open(long epoch, NegativeMix mix, int firstBatch) {
    EpochPlan plan = planner.plan(epoch, mix);
    checkArgument(
        firstBatch >= 0 && firstBatch <= plan.size(),
        "epoch %s has batches 0..%s, asked to start at %s",
        epoch,
        plan.size() - 1,
        firstBatch);
    return new Prefetcher<>(
        "avts-loader",
        config.workers(),
        config.prefetch(),
        IntStream.range(firstBatch, plan.size())
            .mapToObj(index -> job(planner.plan(plan, index)))
            .iterator(),
        spare::add);
  }

  private Job<Batch> job(BatchPlan plan) {
    int size = plan.windows().size();
    Batch used = spare.poll();
    boolean fits = used != null && used.size() == size;
    Batch batch =
        new Batch(
            fits ? used.video() : new float[Math.multiplyExact(size, clips.videoLength())],
            fits ? used.audio() : new float[Math.multiplyExact(size, clips.audioLength())],
            plan.windows(),
            plan.negative().stream().mapToInt(Integer::intValue).toArray(),
            plan.kinds());
    List<Task> tasks = new ArrayList<>();
    for (int first = 0; first < size; first += config.windowsPerVideo()) {
      int from = first;
      tasks.add(() -> load(plan, from, batch));
    }
    return new Job<>(tasks, batch);
  }

  private void load(BatchPlan plan, int from, Batch batch) throws MediaException {
    try (ClipSource.Reader reader = clips.open(plan.windows().get(from).file())) {
      for (int clip : ascending(plan.windows(), from, from + config.windowsPerVideo())) {
        Window window = plan.windows().get(clip);
        long draw = 2L * (Math.multiplyExact((long) plan.index(), config.clips()) + clip);
        reader.readVideo(
            window,
            seeds.generator(Purpose.AUGMENTATION, plan.epoch(), draw),
            batch.video(),
            clip * clips.videoLength());
        reader.readAudio(
            window,
            seeds.generator(Purpose.AUGMENTATION, plan.epoch(), draw + 1),
            batch.audio(),
            clip * clips.audioLength());
      }
    }
  }

  /** Returns the clips {@code from..to-1} by start, the order that a file is fastest read in. */
  private static List<Integer> ascending(List<Window> windows, int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .sorted(Comparator.comparingLong(clip -> windows.get(clip).startFrame()))
        .toList();
  }
}
