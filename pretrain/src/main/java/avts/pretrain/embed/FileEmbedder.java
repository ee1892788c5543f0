package avts.pretrain.embed;

import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Embeds files of any kind and length by a trained model.
 *
 * <p>Files are decoded by several threads and embedded by one, in batches across files. A file that
 * cannot be read to its end gives no vectors at all and is counted. Vectors and their order are the
 * same whatever the number of threads.
 */
public final class FileEmbedder {
  /** Clips that are embedded together, whichever file they are of. */
  private static final int BATCH = 16;

  private final EmbedRequest request;
  private final ClipFiles files;
  private final Map<Tower, FeatureExtractor> extractors = new EnumMap<>(Tower.class);

  /** Takes the vectors of a file: those of each stream asked for, in the order asked for. */
  @FunctionalInterface
  public interface Sink {
    /** Takes them; files arrive in their order. */
    void file(List<FileVectors> streams) throws IOException;
  }

  /** Is told of every file that is done or has failed, in their order. */
  @FunctionalInterface
  public interface Listener {
    /** One more file; {@code problem} is empty where all went well. */
    void fileDone(EmbedInput input, String problem);
  }

  /**
   * What came of it.
   *
   * @param embedded number of files that gave vectors
   * @param problems one sentence for each of the others, naming it
   */
  public record Outcome(int embedded, List<String> problems) {

    /** Copies the list. */
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Prepares embedding; the model must stay open as long as this is used.
   *
   * @throws IllegalArgumentException if an encoder lacks the layer
   */
  public FileEmbedder(TrainedModel model, EmbedRequest request) {
    this.request = request;
    files = new ClipFiles(model, request);
    for (Tower stream : request.streams()) {
      extractors.put(stream, FeatureExtractor.of(model, stream, request.layer()));
    }
  }

  /**
   * Embeds all of {@code inputs}.
   *
   * @throws IOException what {@code sink} threw
   * @throws InterruptedException if the thread was interrupted
   */
  public Outcome embed(List<EmbedInput> inputs, Sink sink, Listener listener)
      throws IOException, InterruptedException {
    Run run = new Run(inputs, sink, listener);
    try (ClipFeed feed = new ClipFeed(files, inputs, request.workers())) {
      while (feed.hasNext()) {
        run.take(feed.next());
      }
    }
    run.finish();
    return new Outcome(run.embedded, run.problems);
  }

  /** The vectors of one stream of one file, as they come in. */
  private static final class Rows {
    private final List<double[]> starts = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();

    int read() {
      return starts.stream().mapToInt(block -> block.length).sum();
    }

    FileVectors vectors(EmbedInput input, Tower stream, int size) {
      double[] seconds = starts.stream().flatMapToDouble(Arrays::stream).toArray();
      float[] values = new float[Math.multiplyExact(seconds.length, size)];
      for (int row = 0; row < vectors.size(); row++) {
        System.arraycopy(vectors.get(row), 0, values, row * size, size);
      }
      return new FileVectors(input, stream, seconds, values);
    }
  }

  /** A file that was begun and not yet handed on. */
  private static final class OpenFile {
    private final int index;
    private final Map<Tower, Rows> rows = new EnumMap<>(Tower.class);
    private Optional<String> ended = Optional.empty();

    OpenFile(int index) {
      this.index = index;
    }

    Rows rows(Tower stream) {
      return rows.computeIfAbsent(stream, key -> new Rows());
    }

    boolean isComplete() {
      return ended.isPresent()
          && (!ended.get().isEmpty()
              || rows.values().stream().allMatch(part -> part.vectors.size() == part.read()));
    }
  }

  /** Clips of one stream that wait for a full batch. */
  private static final class Waiting {
    private final float[] clips;
    private final List<Rows> owners = new ArrayList<>();

    Waiting(int clipSize) {
      clips = new float[BATCH * clipSize];
    }
  }

  /** One call of {@link #embed}. */
  private final class Run {
    private final List<EmbedInput> inputs;
    private final Sink sink;
    private final Listener listener;
    private final Map<Tower, Waiting> waiting = new EnumMap<>(Tower.class);
    private final Deque<OpenFile> open = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private int embedded;

    Run(List<EmbedInput> inputs, Sink sink, Listener listener) {
      this.inputs = inputs;
      this.sink = sink;
      this.listener = listener;
    }

    void take(ClipFeed.Item item) throws IOException {
      if (item instanceof ClipFeed.Clips clips) {
        take(clips);
      } else if (item instanceof ClipFeed.End end) {
        file(end.file()).ended = Optional.of(end.problem());
      }
      handOn();
    }

    /** Files come one after another, so the newest one is the one that is being read. */
    private OpenFile file(int index) {
      if (open.isEmpty() || open.getLast().index != index) {
        open.add(new OpenFile(index));
      }
      return open.getLast();
    }

    private void take(ClipFeed.Clips block) {
      Rows rows = file(block.file()).rows(block.stream());
      rows.starts.add(block.startSeconds());
      int count = block.startSeconds().length;
      int size = block.clips().length / count;
      Waiting batch = waiting.computeIfAbsent(block.stream(), key -> new Waiting(size));
      for (int i = 0; i < count; i++) {
        System.arraycopy(block.clips(), i * size, batch.clips, batch.owners.size() * size, size);
        batch.owners.add(rows);
        if (batch.owners.size() == BATCH) {
          embed(block.stream(), batch);
        }
      }
    }

    private void embed(Tower stream, Waiting batch) {
      FeatureExtractor extractor = extractor(stream);
      int count = batch.owners.size();
      int clipSize = batch.clips.length / BATCH;
      float[] vectors = extractor.extract(Arrays.copyOf(batch.clips, count * clipSize), count);
      int size = extractor.size();
      for (int i = 0; i < count; i++) {
        batch.owners.get(i).vectors.add(Arrays.copyOfRange(vectors, i * size, (i + 1) * size));
      }
      batch.owners.clear();
    }

    void finish() throws IOException {
      waiting.forEach(this::embed);
      handOn();
    }

    private void handOn() throws IOException {
      while (!open.isEmpty() && open.getFirst().isComplete()) {
        OpenFile file = open.removeFirst();
        EmbedInput input = inputs.get(file.index);
        String problem = file.ended.orElse("");
        if (problem.isEmpty()) {
          embedded++;
          sink.file(
              file.rows.entrySet().stream()
                  .map(
                      part ->
                          part.getValue()
                              .vectors(input, part.getKey(), extractor(part.getKey()).size()))
                  .toList());
        } else {
          problems.add(problem);
        }
        listener.fileDone(input, problem);
      }
    }
  }

  private FeatureExtractor extractor(Tower stream) {
    FeatureExtractor extractor = extractors.get(stream);
    if (extractor == null) {
      throw new IllegalStateException(stream + " was not asked for");
    }
    return extractor;
  }

  /** Returns the length of a vector of {@code stream}, one of those asked for. */
  public int size(Tower stream) {
    return extractor(stream).size();
  }
}
