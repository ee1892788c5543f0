package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.progress.Progress;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the vectors of one call go: one {@link EmbeddingFile} a stream. With one stream it is the
 * file named; with both, {@code vectors.npy} becomes {@code vectors.video.npy} and {@code
 * vectors.audio.npy}, because the two need not have the same length.
 */
public final class EmbeddingSet {
  private final TrainedModel model;
  private final EmbedRequest request;
  private final Path out;

  /**
   * What was written.
   *
   * @param files the .npy files
   * @param rows rows of each of them
   * @param outcome how many media files gave vectors, and why others did not
   */
  public record Written(List<Path> files, List<Integer> rows, FileEmbedder.Outcome outcome) {

    /** Copies the lists. */
    public Written {
      files = List.copyOf(files);
      rows = List.copyOf(rows);
    }
  }

  /**
   * Describes the files.
   *
   * @param out the .npy
   * @throws IllegalArgumentException if the name of {@code out} does not end in .npy
   */
  public EmbeddingSet(TrainedModel model, EmbedRequest request, Path out) {
    EmbeddingFile.idsOf(out);
    this.model = model;
    this.request = request;
    this.out = out.toAbsolutePath().normalize();
  }

  /** Returns the .npy that the vectors of {@code stream} are written to. */
  public Path file(Tower stream) {
    if (request.streams().size() == 1) {
      return out;
    }
    String name = out.getFileName().toString();
    String stem = name.substring(0, name.length() - ".npy".length());
    return out.resolveSibling(stem + "." + name(stream) + ".npy");
  }

  private static String name(Tower stream) {
    return stream.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Embeds {@code inputs} and writes the vectors. Where no file gives any, nothing is written.
   *
   * @param listener is told of every file
   */
  public Written write(
      List<EmbedInput> inputs, Progress.Mode progressMode, FileEmbedder.Listener listener)
      throws IOException, InterruptedException {
    checkArgument(!inputs.isEmpty(), "there are no files to embed");
    FileEmbedder embedder = new FileEmbedder(model, request);
    try (Writers writers = new Writers();
        Progress progress = Progress.start("embed", "files", inputs.size(), progressMode)) {
      for (Tower stream : request.streams()) {
        writers.open(stream, embedder.size(stream));
      }
      FileEmbedder.Outcome outcome =
          embedder.embed(
              inputs,
              writers::add,
              (input, problem) -> {
                listener.fileDone(input, problem);
                progress.note(writers.rows() + " vectors");
                progress.step();
              });
      List<Path> files = outcome.embedded() == 0 ? List.of() : writers.finish();
      return new Written(files, writers.rowsOfEach(), outcome);
    }
  }

  /** The files of all streams. */
  private final class Writers implements AutoCloseable {
    private final Map<Tower, EmbeddingWriter> open = new EnumMap<>(Tower.class);

    // Closed with all the others.
    @SuppressWarnings("MustBeClosedChecker")
    void open(Tower stream, int size) throws IOException {
      VectorSpace space =
          new VectorSpace(model.id(), model.weightsSha256(), request.layer(), name(stream), size);
      open.put(stream, EmbeddingWriter.create(file(stream), space));
    }

    void add(List<FileVectors> streams) throws IOException {
      for (FileVectors part : streams) {
        EmbeddingWriter writer = open.get(part.stream());
        if (writer == null) {
          throw new IllegalStateException(part.stream() + " was not asked for");
        }
        writer.add(part.input().relativeTo(out), part.startSeconds(), part.values());
      }
    }

    int rows() {
      return open.values().stream().mapToInt(EmbeddingWriter::rows).sum();
    }

    List<Integer> rowsOfEach() {
      return request.streams().stream()
          .map(stream -> open.containsKey(stream) ? open.get(stream).rows() : 0)
          .toList();
    }

    List<Path> finish() throws IOException {
      List<Path> files = new ArrayList<>();
      for (Tower stream : request.streams()) {
        EmbeddingWriter writer = open.get(stream);
        if (writer != null) {
          writer.finish();
          files.add(file(stream));
        }
      }
      return files;
    }

    @Override
    public void close() throws IOException {
      for (EmbeddingWriter writer : open.values()) {
        writer.close();
      }
    }
  }
}
