package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Makes several videos at the same time. */
final class SynthWorkers {

  private SynthWorkers() {}

  /** Makes one video. */
  @FunctionalInterface
  interface Maker<T> {
    /** Makes video {@code index}, from 0. */
    T make(int index) throws IOException, MediaException;
  }

  /**
   * Makes all videos.
   *
   * @param threads number of videos made at the same time, positive
   * @return what {@code maker} gave, in the order of the videos
   * @throws InterruptedException if the waiting thread was interrupted
   */
  static <T> List<T> each(int videos, int threads, SynthListener listener, Maker<T> maker)
      throws IOException, MediaException, InterruptedException {
    checkArgument(threads > 0, "threads must be positive, got %s", threads);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<T> results = new ArrayList<>();
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < videos; i++) {
        int index = i;
        running.add(
            workers.submit(
                () -> {
                  T made = maker.make(index);
                  listener.videoDone();
                  return made;
                }));
      }
      for (Future<T> video : running) {
        results.add(result(video));
      }
    } finally {
      workers.shutdownNow();
      // Nobody writes to the folder any more once the caller has the exception.
      workers.awaitTermination(1, TimeUnit.MINUTES);
    }
    return results;
  }

  private static <T> T result(Future<T> video)
      throws IOException, MediaException, InterruptedException {
    try {
      return video.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof MediaException media) {
        throw media;
      }
      throw new IllegalStateException("a worker failed: " + cause, cause);
    }
  }
}
