package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.manifest.ManifestJson;
import avts.datasets.signal.NpyFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in a .npy, float32 {@code [N, D]}, with what each row is beside it: {@code NAME.npy} and
 * {@code NAME.ids.jsonl}. The latter has a line with the {@link VectorSpace} first and then one
 * line a row.
 *
 * @param space the model and layer that the vectors are of
 * @param ids what each row is
 * @param values the rows one after another
 */
// An array component: the file's content, handed on, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record EmbeddingFile(VectorSpace space, List<Id> ids, float[] values) {
  /** Version of the layout of the ids. */
  static final int VERSION = 1;

  /** What marks a file of ids. */
  static final String KIND = "embeddings";

  private static final String VECTORS = ".npy";
  private static final String IDS = ".ids.jsonl";

  /**
   * What a row is a vector of.
   *
   * @param row number of the row, from 0
   * @param file path of the media file, relative to the folder of the ids where it lies below it; a
   *     shard's member behind {@code !}, a clip of a .npy behind {@code #}
   * @param stream {@code video} or {@code audio}
   * @param startSeconds when the clip begins on the file's timeline
   */
  public record Id(int row, String file, String stream, double startSeconds) {}

  /** The first line of the ids. */
  record Header(String avts, int version, VectorSpace space) {}

  /** Checks that the parts agree in number. */
  public EmbeddingFile {
    ids = List.copyOf(ids);
    checkArgument(
        (long) ids.size() * space.size() == values.length,
        "%s ids of %s values each do not fit %s values",
        ids.size(),
        space.size(),
        values.length);
  }

  /**
   * Returns the file of ids that belongs to {@code vectors}.
   *
   * @throws IllegalArgumentException if its name does not end in .npy
   */
  public static Path idsOf(Path vectors) {
    String name = vectors.getFileName().toString();
    checkArgument(
        name.endsWith(VECTORS) && name.length() > VECTORS.length(),
        "vectors are written to a file whose name ends in .npy, got %s",
        vectors);
    return vectors.resolveSibling(name.substring(0, name.length() - VECTORS.length()) + IDS);
  }

  /**
   * Reads vectors with their ids.
   *
   * @throws IOException if a file is missing, broken, or the two do not belong together; the
   *     message names it
   */
  public static EmbeddingFile read(Path vectors) throws IOException {
    Path idsFile = idsOf(vectors);
    if (!Files.exists(idsFile)) {
      throw new IOException(
          vectors + " has no " + idsFile.getFileName() + " beside it: which model is it of?");
    }
    List<Id> ids = new ArrayList<>();
    Header header = readIds(idsFile, ids);
    NpyFile.Array array = NpyFile.read(vectors);
    int[] expected = {ids.size(), header.space.size()};
    if (!Arrays.equals(array.shape(), expected)) {
      throw new IOException(
          String.format(
              "%s has shape %s where %s tells of %s: they were not written together",
              vectors,
              Arrays.toString(array.shape()),
              idsFile.getFileName(),
              Arrays.toString(expected)));
    }
    return new EmbeddingFile(header.space, ids, array.values());
  }

  /**
   * Reads several files as one.
   *
   * @param files at least one
   * @throws IOException if one cannot be read, or they are of different models, layers or streams;
   *     the message names two that differ
   */
  public static EmbeddingFile readAll(List<Path> files) throws IOException {
    checkArgument(!files.isEmpty(), "there are no files of vectors to read");
    List<EmbeddingFile> parts = new ArrayList<>();
    for (Path file : files) {
      EmbeddingFile part = read(file);
      parts.add(part);
      requireComparable(files.get(0), parts.get(0).space, file, part.space);
    }
    List<Id> ids = new ArrayList<>();
    int size = parts.get(0).space.size();
    int rows = parts.stream().mapToInt(part -> part.ids.size()).sum();
    float[] values = new float[Math.multiplyExact(rows, size)];
    for (EmbeddingFile part : parts) {
      System.arraycopy(part.values, 0, values, ids.size() * size, part.values.length);
      for (Id id : part.ids) {
        ids.add(new Id(ids.size(), id.file, id.stream, id.startSeconds));
      }
    }
    return new EmbeddingFile(parts.get(0).space, ids, values);
  }

  /**
   * Checks that the vectors are of the model in hand.
   *
   * @param file where they were read from, for the message
   * @param wanted the model and layer that they shall be compared with
   * @throws IOException if they are of another model, layer or stream
   */
  public void requireComparable(Path file, VectorSpace wanted) throws IOException {
    if (!space.comparableWith(wanted)) {
      throw new IOException(
          String.format(
              "%s holds vectors of %s, which cannot be compared with those of %s: embed the files"
                  + " again by one model",
              file, space, wanted));
    }
  }

  private static void requireComparable(
      Path first, VectorSpace firstSpace, Path second, VectorSpace secondSpace) throws IOException {
    if (!firstSpace.comparableWith(secondSpace)) {
      throw new IOException(
          String.format(
              "%s holds vectors of %s, but %s of %s: they cannot be mixed; embed all files by one"
                  + " model",
              first, firstSpace, second, secondSpace));
    }
  }

  /** Returns the vector of row {@code row}. */
  public float[] vector(int row) {
    return Arrays.copyOfRange(values, row * space.size(), (row + 1) * space.size());
  }

  private static Header readIds(Path file, List<Id> ids) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
      Header header = null;
      for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (header == null) {
          header = mapper.readValue(line, Header.class);
          check(file, number, KIND.equals(header.avts), "is no list of embeddings");
          check(file, number, header.version == VERSION, "has version " + header.version);
        } else {
          Id id = mapper.readValue(line, Id.class);
          check(file, number, id.row == ids.size(), "has row " + id.row + " out of order");
          ids.add(id);
        }
      }
      if (header == null) {
        throw new IOException(file + " is empty");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw new IOException(file + " line " + number + ": " + e.getOriginalMessage(), e);
    }
  }

  private static void check(Path file, int line, boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException(file + " line " + line + " " + problem);
    }
  }
}
