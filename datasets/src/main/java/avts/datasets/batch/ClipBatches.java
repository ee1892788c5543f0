package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.Prefetcher.Job;
import avts.datasets.batch.Prefetcher.Task;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clips of a list of windows, in its order, without augmentation, loaded ahead.
 *
 * <p>Neighbouring windows of one file are read from one open reader, so a list sorted by file and
 * start is fastest.
 */
public final class ClipBatches {

  /** Which of a clip's two halves are loaded. */
  public enum Streams {
    /** Pictures alone. */
    VIDEO,
    /** Sound alone. */
    AUDIO,
    /** Pictures and sound. */
    BOTH
  }

  /** Most windows read in one task, so that one long file is shared among the workers. */
  private static final int WINDOWS_PER_TASK = 8;

  private final ClipSource clips;
  private final Streams streams;
  private final List<Window> windows;

  private ClipBatches(ClipSource clips, Streams streams, List<Window> windows) {
    this.clips = clips;
    this.streams = streams;
    this.windows = List.copyOf(windows);
  }

  /**
   * Starts loading; the last batch may be smaller.
   *
   * @param windows the clips wanted, in order
   * @param config its number of clips, workers and batches ahead are used
   */
  @MustBeClosed
  public static BatchSource<ClipBatch> open(
      ClipSource clips, Streams streams, List<Window> windows, BatchConfig config) {
    checkArgument(!windows.isEmpty(), "there are no windows to load");
    ClipBatches batches = new ClipBatches(clips, streams, windows);
    int batch = config.clips();
    return new Prefetcher<>(
        "avts-clips",
        config.workers(),
        config.prefetch(),
        IntStream.iterate(0, first -> first < windows.size(), first -> first + batch)
            .mapToObj(first -> batches.job(first, Math.min(batch, windows.size() - first)))
            .iterator());
  }

  private Job<ClipBatch> job(int first, int size) {
    ClipBatch batch =
        new ClipBatch(
            first,
            size,
            new float[streams == Streams.AUDIO ? 0 : Math.multiplyExact(size, clips.videoLength())],
            new float
                [streams == Streams.VIDEO ? 0 : Math.multiplyExact(size, clips.audioLength())]);
    List<Task> tasks = new ArrayList<>();
    for (int begin = 0; begin < size; ) {
      int end = begin + 1;
      int file = windows.get(first + begin).file();
      while (end < size
          && end - begin < WINDOWS_PER_TASK
          && windows.get(first + end).file() == file) {
        end++;
      }
      int from = begin;
      int to = end;
      tasks.add(() -> load(batch, from, to));
      begin = end;
    }
    return new Job<>(tasks, batch);
  }

  private void load(ClipBatch batch, int from, int to) throws MediaException {
    try (ClipSource.Reader reader = clips.open(windows.get(batch.first() + from).file())) {
      for (int i = from; i < to; i++) {
        Window window = windows.get(batch.first() + i);
        if (streams != Streams.AUDIO) {
          reader.readVideo(window, null, batch.video(), i * clips.videoLength());
        }
        if (streams != Streams.VIDEO) {
          reader.readAudio(window, null, batch.audio(), i * clips.audioLength());
        }
      }
    }
  }
}
