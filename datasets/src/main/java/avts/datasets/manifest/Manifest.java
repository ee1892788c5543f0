package avts.datasets.manifest;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaSource;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a data set, usable or refused, in a fixed order: a file's index here is its name in
 * windows, splits and pairs.
 *
 * <p>On disk: JSON lines in UTF-8. Line 1 is {@code {"avts":"manifest","version":1,"hash":"..."}};
 * every further line is one {@link ManifestEntry}, keys in snake_case. The hash is the SHA-256 of
 * all bytes after line 1. A manifest edited by hand is refused unless {@code "hash"} is taken out
 * of line 1.
 *
 * @param folder absolute path of the folder that relative paths of entries start from
 * @param entries one for each file
 */
public record Manifest(Path folder, List<ManifestEntry> entries) {

  /** Version of the format, raised when a reader of the old one would misread the new one. */
  public static final int VERSION = 1;

  private static final String KIND = "manifest";

  /** Copies the list and checks that no two entries are the same stretch of a file. */
  public Manifest {
    folder = folder.toAbsolutePath().normalize();
    entries = List.copyOf(entries);
    long distinct =
        entries.stream().map(entry -> entry.name() + "\0" + entry.offset()).distinct().count();
    checkArgument(
        distinct == entries.size(),
        "%s of %s entries name a file that is already there",
        entries.size() - distinct,
        entries.size());
  }

  /**
   * Reads a manifest.
   *
   * @throws ManifestException if a line is not what it should be; the message names file and line
   * @throws IOException if the file cannot be read
   */
  public static Manifest read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ManifestException(
          file, 0, "is a folder; give the manifest that avts index or avts prepare wrote", null);
    }
    JsonMapper mapper = ManifestJson.mapper();
    List<ManifestEntry> entries = new ArrayList<>();
    Hasher hasher = Hashing.sha256().newHasher();
    long number = 0;
    try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
      String expected = readHeader(file, mapper, in.readLine());
      number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        hasher.putString(line, UTF_8).putByte((byte) '\n');
        entries.add(parse(file, number, mapper, line));
      }
      String actual = hasher.hash().toString();
      if (!expected.isEmpty() && !expected.equals(actual)) {
        throw new ManifestException(
            file,
            1,
            "the lines below do not have the hash named here (cut short or edited): run avts index"
                + " again, or take \"hash\" out of this line to use the file as it is",
            null);
      }
      return new Manifest(parent(file), entries);
    } catch (CharacterCodingException e) {
      throw new ManifestException(file, number + 1, "not UTF-8 text", e);
    } catch (IllegalArgumentException e) {
      throw new ManifestException(file, number, String.valueOf(e.getMessage()), e);
    }
  }

  private static String readHeader(Path file, JsonMapper mapper, @Nullable String line)
      throws ManifestException {
    JsonNode header = null;
    try {
      header = line == null ? null : mapper.readTree(line);
    } catch (JsonProcessingException e) {
      throw notManifest(file, e);
    }
    if (header == null || !KIND.equals(header.path("avts").asText())) {
      throw notManifest(file, null);
    }
    int version = header.path("version").asInt(-1);
    if (version != VERSION) {
      throw new ManifestException(
          file,
          1,
          "format version " + version + ", but this program reads " + VERSION + ": index again",
          null);
    }
    return header.path("hash").asText("");
  }

  private static ManifestException notManifest(Path file, @Nullable Throwable cause) {
    return new ManifestException(
        file, 1, "not a manifest (line 1 should begin with {\"avts\":\"manifest\")", cause);
  }

  private static ManifestEntry parse(Path file, long number, JsonMapper mapper, String line)
      throws ManifestException {
    try {
      ManifestEntry entry = mapper.readValue(line, ManifestEntry.class);
      if (entry == null) {
        throw new ManifestException(file, number, "an entry must not be null", null);
      }
      return entry;
    } catch (JsonProcessingException e) {
      throw new ManifestException(file, number, e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes the manifest to {@code file}, which must lie in {@link #folder()}. The file appears
   * complete or not at all.
   */
  public void write(Path file) throws IOException {
    checkArgument(
        parent(file).equals(folder), "%s does not lie in the manifest's folder %s", file, folder);
    AtomicFiles.replace(
        file,
        unfinished -> {
          try (BufferedWriter out = Files.newBufferedWriter(unfinished, UTF_8)) {
            writeTo(out);
          }
        });
  }

  private void writeTo(Writer out) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    out.write("{\"avts\":\"" + KIND + "\",\"version\":" + VERSION + ",\"hash\":\"");
    out.write(contentHash());
    out.write("\"}\n");
    for (ManifestEntry entry : entries) {
      out.write(mapper.writeValueAsString(entry));
      out.write('\n');
    }
  }

  /** Returns the SHA-256 of all entries as written, 64 hexadecimal digits. */
  public String contentHash() {
    JsonMapper mapper = ManifestJson.mapper();
    Hasher hasher = Hashing.sha256().newHasher();
    try {
      for (ManifestEntry entry : entries) {
        hasher.putBytes(ByteBuffer.wrap(mapper.writeValueAsBytes(entry))).putByte((byte) '\n');
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an entry cannot be written as JSON", e);
    }
    HashCode hash = hasher.hash();
    return hash.toString();
  }

  /** Returns where the bytes of entry {@code index} lie. */
  public MediaSource source(int index) {
    return entries.get(index).source(folder);
  }

  /** Returns the indices of the usable entries, ascending. */
  public List<Integer> usable() {
    return IntStream.range(0, entries.size())
        .filter(index -> entries.get(index).verdict() == Verdict.USABLE)
        .boxed()
        .toList();
  }

  /** Returns how many entries have each verdict; verdicts nobody has are left out. */
  public Map<Verdict, Integer> counts() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (ManifestEntry entry : entries) {
      counts.merge(entry.verdict(), 1, Integer::sum);
    }
    return counts;
  }

  /**
   * Returns the names of the usable entries whose file is gone or too short to hold them, so that a
   * run can refuse to start rather than fail on the way.
   */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (int index : usable()) {
      ManifestEntry entry = entries.get(index);
      Path file = source(index).file();
      try {
        long size = Files.size(file);
        boolean fits =
            entry.member() == null ? size == entry.bytes() : size >= entry.offset() + entry.bytes();
        if (!fits) {
          missing.add(entry.name() + " (changed: " + size + " bytes now)");
        }
      } catch (NoSuchFileException e) {
        missing.add(entry.name() + " (no such file)");
      } catch (IOException e) {
        missing.add(entry.name() + " (cannot be read: " + e.getMessage() + ")");
      }
    }
    return missing;
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    checkArgument(parent != null, "%s is not a file", file);
    return parent;
  }
}
