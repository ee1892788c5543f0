package avts.pretrain.embed;

import avts.datasets.media.MediaException;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the clips of many files side by side and hands them out in the order of the files, whatever
 * the number of threads. Each file has one thread and a short queue, so memory does not grow with
 * the length of a file. Belongs to one thread.
 */
final class ClipFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClipFeed.class);

  /** Blocks that wait for each file. */
  private static final int AHEAD = 2;

  private static final long CLOSE_SECONDS = 10;

  /** What comes out: blocks of clips, and behind a file's last one its end. */
  sealed interface Item {}

  /**
   * Clips of one stream of one file that follow one another.
   *
   * @param file index of the file
   * @param stream pictures or sound
   * @param startSeconds when each begins
   * @param clips the values, clip after clip
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Clips(int file, Tower stream, double[] startSeconds, float[] clips) implements Item {}

  /**
   * The end of a file.
   *
   * @param file index of the file
   * @param problem why it could not be read to its end; empty where it was
   */
  record End(int file, String problem) implements Item {}

  /** Something that no file is to blame for. */
  private record Failure(Throwable cause) implements Item {}

  /** Where the clips of a file go; waits while the queue is full. */
  @FunctionalInterface
  interface Sink {
    void put(Tower stream, double[] startSeconds, float[] clips) throws InterruptedException;
  }

  /** Reads one file. Thread-safe. */
  @FunctionalInterface
  interface FileReader {
    void read(EmbedInput input, Sink sink) throws IOException, MediaException, InterruptedException;
  }

  private final FileReader reader;
  private final Iterator<EmbedInput> files;
  private final ExecutorService threads;
  private final int ahead;
  private final Deque<BlockingQueue<Item>> open = new ArrayDeque<>();
  private int begun;

  /** Begins to read. */
  ClipFeed(FileReader reader, List<EmbedInput> files, int workers) {
    this.reader = reader;
    this.files = files.iterator();
    this.ahead = workers;
    threads =
        Executors.newFixedThreadPool(
            workers,
            new ThreadFactoryBuilder().setNameFormat("avts-embed-%d").setDaemon(true).build());
    fill();
  }

  private void fill() {
    while (open.size() < ahead && files.hasNext()) {
      EmbedInput input = files.next();
      int file = begun++;
      BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
      open.add(queue);
      threads.execute(() -> read(file, input, queue));
    }
  }

  /** Every file ends in one {@link End} or {@link Failure}, unless the feed is closed before. */
  private void read(int file, EmbedInput input, BlockingQueue<Item> queue) {
    try {
      queue.put(readWhole(file, input, queue));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the feed is being closed: nobody waits for more
    }
  }

  // Whatever goes wrong here must reach the thread that waits for the queue.
  @SuppressWarnings("IllegalCatch")
  private Item readWhole(int file, EmbedInput input, BlockingQueue<Item> queue)
      throws InterruptedException {
    try {
      if (!input.problem().isEmpty()) {
        return new End(file, input.name() + ": " + input.problem());
      }
      reader.read(
          input, (stream, starts, clips) -> queue.put(new Clips(file, stream, starts, clips)));
      return new End(file, "");
    } catch (MediaException | IOException e) {
      return new End(file, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      return new Failure(e);
    }
  }

  /** Returns whether there is anything left. */
  boolean hasNext() {
    return !open.isEmpty();
  }

  /** Returns the next block or end, waiting for it. */
  Item next() throws InterruptedException {
    Item item = open.element().take();
    if (item instanceof Failure failure) {
      Throwables.throwIfUnchecked(failure.cause);
      throw new IllegalStateException(failure.cause);
    }
    if (item instanceof End) {
      open.remove();
      fill();
    }
    return item;
  }

  /** Stops the threads and waits for those inside the decoder. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean ended =
        Uninterruptibles.awaitTerminationUninterruptibly(threads, CLOSE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      log.warn("a thread is still inside the decoder after {} s", CLOSE_SECONDS);
    }
  }
}
