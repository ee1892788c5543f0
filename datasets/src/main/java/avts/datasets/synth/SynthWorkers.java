package avts.datasets.synth;

import avts.datasets.media.MediaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Writes numbered videos side by side and returns what each gave, in their order. */
final class SynthWorkers {

  private SynthWorkers() {}

  /** Writes one video. */
  @FunctionalInterface
  interface Job<T> {
    T write(int index) throws IOException, MediaException;
  }

  /**
   * Runs {@code job} for 0 to {@code count - 1}.
   *
   * @param threads number of videos made at the same time
   */
  static <T> List<T> inOrder(int count, int threads, Job<T> job)
      throws IOException, MediaException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<T> results = new ArrayList<>();
    try {
      List<Future<T>> videos = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        videos.add(workers.submit(() -> job.write(index)));
      }
      for (Future<T> video : videos) {
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
