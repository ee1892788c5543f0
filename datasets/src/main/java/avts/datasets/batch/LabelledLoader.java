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
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Loads labelled clips for training, ahead of the step.
 *
 * <p>The files are visited in shuffled order, over and over until the epoch's batches are full, so
 * that few files and many give epochs of one length. Each visit cuts one clip at random and
 * augments it. Batch n of an epoch is a function of seed, epoch and n alone. Immutable and
 * thread-safe.
 */
public final class LabelledLoader {
  private final List<LabelledFile> files;
  private final ClipSource clips;
  private final Size size;
  private final Seeds seeds;

  /**
   * How many.
   *
   * @param clipsPerBatch clips in a batch, at least 1
   * @param batchesPerEpoch batches in an epoch, at least 1
   * @param workers threads that load
   * @param prefetch batches loaded ahead
   */
  public record Size(int clipsPerBatch, int batchesPerEpoch, int workers, int prefetch) {

    /** Checks every range. */
    public Size {
      checkArgument(
          clipsPerBatch >= 1 && batchesPerEpoch >= 1 && workers >= 1 && prefetch >= 1,
          "clips, batches, workers and prefetch must be positive, got %s, %s, %s, %s",
          clipsPerBatch,
          batchesPerEpoch,
          workers,
          prefetch);
    }
  }

  /** Creates a loader; threads are started by {@link #open} alone. */
  public LabelledLoader(List<LabelledFile> files, ClipSource clips, Size size, Seeds seeds) {
    checkArgument(!files.isEmpty(), "there are no labelled files to learn from");
    this.files = List.copyOf(files);
    this.clips = clips;
    this.size = size;
    this.seeds = seeds;
  }

  /** Returns the number of batches in an epoch. */
  public int batchesPerEpoch() {
    return size.batchesPerEpoch();
  }

  /**
   * Starts loading an epoch.
   *
   * @param epoch the epoch from 0
   * @param first number of the first batch to give
   */
  @MustBeClosed
  public BatchSource<LabelledBatch> open(int epoch, int first) {
    List<LabelledFile> visits = visits(epoch);
    return new Prefetcher<>(
        "avts-labelled",
        size.workers(),
        size.prefetch(),
        IntStream.range(first, size.batchesPerEpoch())
            .mapToObj(batch -> job(epoch, batch, visits))
            .iterator());
  }

  /** The files in the order of an epoch's clips. */
  private List<LabelledFile> visits(int epoch) {
    RandomGenerator random = seeds.generator(Purpose.ORDER, epoch, 0);
    int wanted = Math.multiplyExact(size.clipsPerBatch(), size.batchesPerEpoch());
    List<LabelledFile> visits = new ArrayList<>();
    while (visits.size() < wanted) {
      List<LabelledFile> order = new ArrayList<>(files);
      Shuffle.inPlace(order, random);
      visits.addAll(order);
    }
    return visits.subList(0, wanted);
  }

  private Job<LabelledBatch> job(int epoch, int batch, List<LabelledFile> visits) {
    int count = size.clipsPerBatch();
    int[] labels = new int[count];
    float[] video = new float[Math.multiplyExact(count, clips.videoLength())];
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int clip = i;
      long draw = (long) batch * count + i;
      LabelledFile file = visits.get((int) draw);
      labels[i] = file.label();
      tasks.add(() -> load(file, epoch, draw, video, clip * clips.videoLength()));
    }
    return new Job<>(tasks, new LabelledBatch(video, labels));
  }

  private void load(LabelledFile file, int epoch, long draw, float[] video, int offset)
      throws MediaException {
    long start =
        seeds.generator(Purpose.PAIRS, epoch, draw).nextLong(file.first(), file.last() + 1);
    Window window = file.window(start);
    try (ClipSource.Reader reader = clips.open(file.file())) {
      reader.readVideo(window, seeds.generator(Purpose.AUGMENTATION, epoch, draw), video, offset);
    }
  }
}
