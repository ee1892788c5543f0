package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.signal.NpyRows;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an {@link EmbeddingFile} row by row, so that any number of rows needs no memory. Both
 * files get their names in {@link #finish}; without it nothing is left behind and older files stay.
 */
public final class EmbeddingWriter implements AutoCloseable {
  private final Path vectors;
  private final Path ids;
  private final VectorSpace space;
  private final NpyRows rows;
  private final Writer lines;
  private final JsonMapper mapper = ManifestJson.mapper();

  private EmbeddingWriter(Path vectors, Path ids, VectorSpace space, NpyRows rows, Writer lines) {
    this.vectors = vectors;
    this.ids = ids;
    this.space = space;
    this.rows = rows;
    this.lines = lines;
  }

  /**
   * Begins two files.
   *
   * @param file the .npy; its folder is made where it is missing
   */
  // Handed on to the caller, who closes them by closing this.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static EmbeddingWriter create(Path file, VectorSpace space) throws IOException {
    Path vectors = file.toAbsolutePath().normalize();
    Path ids = EmbeddingFile.idsOf(vectors);
    Files.createDirectories(vectors.resolveSibling("").normalize());
    Files.deleteIfExists(AtomicFiles.unfinished(vectors));
    NpyRows rows = NpyRows.create(AtomicFiles.unfinished(vectors), space.size());
    boolean begun = false;
    try {
      Writer lines = Files.newBufferedWriter(AtomicFiles.unfinished(ids), UTF_8);
      EmbeddingWriter writer = new EmbeddingWriter(vectors, ids, space, rows, lines);
      writer.line(new EmbeddingFile.Header(EmbeddingFile.KIND, EmbeddingFile.VERSION, space));
      begun = true;
      return writer;
    } finally {
      if (!begun) {
        rows.close();
        Files.deleteIfExists(AtomicFiles.unfinished(vectors));
      }
    }
  }

  /**
   * Appends vectors of one file.
   *
   * @param file the media file as it shall stand in the ids
   * @param startSeconds when each vector's clip begins
   * @param values the vectors one after another
   */
  public void add(String file, double[] startSeconds, float[] values) throws IOException {
    checkArgument(
        values.length == (long) startSeconds.length * space.size(),
        "%s vectors of %s values expected, got %s values",
        startSeconds.length,
        space.size(),
        values.length);
    for (int i = 0; i < startSeconds.length; i++) {
      line(new EmbeddingFile.Id(rows.rows() + i, file, space.stream(), startSeconds[i]));
    }
    rows.add(values);
  }

  private void line(Record content) throws IOException {
    lines.write(mapper.writeValueAsString(content) + "\n");
  }

  /** Returns the number of rows so far. */
  public int rows() {
    return rows.rows();
  }

  /** Completes both files and gives them their names, the vectors last. */
  public void finish() throws IOException {
    lines.close();
    rows.close();
    AtomicFiles.move(AtomicFiles.unfinished(ids), ids);
    AtomicFiles.move(AtomicFiles.unfinished(vectors), vectors);
  }

  /** Drops both files where they were not finished. */
  @Override
  public void close() throws IOException {
    // Closing twice does nothing; what was finished has other names by now.
    try {
      lines.close();
    } finally {
      rows.close();
      Files.deleteIfExists(AtomicFiles.unfinished(vectors));
      Files.deleteIfExists(AtomicFiles.unfinished(ids));
    }
  }
}
