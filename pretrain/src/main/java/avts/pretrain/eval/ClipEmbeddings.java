package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.BatchSource;
import avts.datasets.batch.ClipBatch;
import avts.datasets.batch.ClipBatches;
import avts.datasets.batch.ClipBatches.Streams;
import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Embeddings of one half of some windows, each distinct half embedded once. Immutable and
 * thread-safe after it was made.
 */
public final class ClipEmbeddings {
  private final int size;
  private final Map<Half, Integer> rows;
  private final float[] values;
  private final boolean video;

  /** What a half is cut from: two windows with the same half share its embedding. */
  private record Half(int file, long start) implements Comparable<Half> {
    @Override
    public int compareTo(Half other) {
      int files = Integer.compare(file, other.file);
      return files != 0 ? files : Long.compare(start, other.start);
    }
  }

  private ClipEmbeddings(int size, Map<Half, Integer> rows, float[] values, boolean video) {
    this.size = size;
    this.rows = rows;
    this.values = values;
    this.video = video;
  }

  /**
   * Where clips are read from and how.
   *
   * @param clips the files
   * @param batches its number of clips, workers and batches ahead are used
   */
  public record Source(ClipSource clips, BatchConfig batches) {}

  /**
   * Embeds the pictures of {@code windows}.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public static ClipEmbeddings video(Embedder embedder, Source source, Collection<Window> windows)
      throws MediaException, InterruptedException {
    return embed(embedder, source, windows, true);
  }

  /**
   * Embeds the sound of {@code windows}.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public static ClipEmbeddings audio(Embedder embedder, Source source, Collection<Window> windows)
      throws MediaException, InterruptedException {
    return embed(embedder, source, windows, false);
  }

  private static ClipEmbeddings embed(
      Embedder embedder, Source source, Collection<Window> windows, boolean video)
      throws MediaException, InterruptedException {
    TreeSet<Half> halves = new TreeSet<>();
    windows.forEach(window -> halves.add(half(window, video)));
    Map<Half, Integer> rows = new HashMap<>();
    List<Window> ordered = new ArrayList<>();
    for (Half half : halves) {
      rows.put(half, ordered.size());
      ordered.add(new Window(half.file, video ? half.start : 0, video ? 0 : half.start));
    }
    int size = embedder.embeddingSize();
    float[] values = new float[Math.multiplyExact(ordered.size(), size)];
    if (!ordered.isEmpty()) {
      try (BatchSource<ClipBatch> batches =
          ClipBatches.open(
              source.clips, video ? Streams.VIDEO : Streams.AUDIO, ordered, source.batches)) {
        while (batches.hasNext()) {
          ClipBatch batch = batches.next();
          float[] embedded =
              video
                  ? embedder.embedVideo(batch.video(), batch.size())
                  : embedder.embedAudio(batch.audio(), batch.size());
          System.arraycopy(embedded, 0, values, batch.first() * size, batch.size() * size);
        }
      }
    }
    return new ClipEmbeddings(size, rows, values, video);
  }

  private static Half half(Window window, boolean video) {
    return new Half(window.file(), video ? window.startFrame() : window.startSample());
  }

  /** Returns the number of distinct halves. */
  public int count() {
    return rows.size();
  }

  /**
   * Returns the embeddings of {@code windows}, {@code [n, E]}.
   *
   * @throws IllegalArgumentException if one of them was not embedded
   */
  public float[] of(List<Window> windows) {
    float[] result = new float[Math.multiplyExact(windows.size(), size)];
    for (int i = 0; i < windows.size(); i++) {
      Integer row = rows.get(half(windows.get(i), video));
      checkArgument(row != null, "%s was not embedded", windows.get(i));
      System.arraycopy(values, row * size, result, i * size, size);
    }
    return result;
  }
}
