package avts.datasets.synth;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.AtomicFiles;
import avts.datasets.io.FileChannels;
import avts.datasets.manifest.ManifestJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A folder of synthetic videos, which knows what it was made from. One run at a time holds it; the
 * lock lies with the operating system, so a killed one leaves none behind.
 */
final class SynthFolder implements AutoCloseable {
  private static final String STAMP_NAME = "synth.json";

  // Locking a byte far behind the content leaves the stamp readable on every system.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path folder;
  private final FileChannel lockChannel;

  private SynthFolder(Path folder, FileChannel lockChannel) {
    this.folder = folder;
    this.lockChannel = lockChannel;
  }

  /**
   * What is synthesised.
   *
   * @param kind name of the generator
   * @param version raised whenever the same settings give other content
   * @param settings the generator's settings, a record
   */
  record Content(String kind, int version, Record settings) {}

  /**
   * What the folder was made from.
   *
   * @param avts always {@code "synth"}
   * @param version version of the generator
   * @param kind what is synthesised
   * @param config the settings
   */
  private record Stamp(String avts, int version, String kind, JsonNode config) {}

  /**
   * Opens {@code folder} for the videos of {@code content}: a new or empty one is stamped, one that
   * was begun with the same settings is continued.
   *
   * @throws SynthException if there is something else in it or another run is writing it; nothing
   *     is touched then
   */
  @MustBeClosed
  static SynthFolder open(Path folder, Content content) throws IOException {
    Path file = folder.resolve(STAMP_NAME);
    JsonMapper mapper = ManifestJson.mapper();
    // By way of the text, so that numbers compare as they will be read.
    JsonNode settings = mapper.readTree(mapper.writeValueAsString(content.settings()));
    Stamp stamp = new Stamp("synth", content.version(), content.kind(), settings);
    if (Files.exists(file)) {
      Stamp found = read(file, mapper);
      if (!found.equals(stamp)) {
        throw new SynthException(
            folder,
            "holds other synthetic videos ("
                + mapper.writeValueAsString(found)
                + " instead of "
                + mapper.writeValueAsString(stamp)
                + "): give another folder, or delete this one");
      }
    } else {
      checkEmpty(folder, AtomicFiles.unfinished(file));
      Files.createDirectories(folder);
      AtomicFiles.replace(file, mapper.writeValueAsString(stamp) + "\n");
    }
    return new SynthFolder(folder, lock(folder, file));
  }

  /** The stamp must not be opened again while it is locked: closing it would give up the lock. */
  private static FileChannel lock(Path folder, Path stamp) throws IOException {
    FileChannel channel = FileChannel.open(stamp, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      if (!FileChannels.lock(channel, LOCKED_BYTE, 1)) {
        throw new SynthException(
            folder,
            "another avts synth is writing to it: wait for that to end, or give another folder");
      }
      locked = true;
      return channel;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** Lets others write to the folder. */
  @Override
  public void close() throws IOException {
    lockChannel.close();
  }

  private static Stamp read(Path file, JsonMapper mapper) throws IOException {
    try {
      return mapper.readValue(Files.readString(file, UTF_8), Stamp.class);
    } catch (JsonProcessingException e) {
      throw new SynthException(file, "does not say what the folder holds; give another folder", e);
    }
  }

  private static void checkEmpty(Path folder, Path unfinished) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new SynthException(folder, "is a file; give a folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      // A stamp that was never completed is ours, and all that a killed start leaves behind.
      if (files.anyMatch(found -> !found.equals(unfinished))) {
        throw new SynthException(
            folder, "is not empty and was not made by avts synth; give a new or empty folder");
      }
    }
  }

  /** Returns the folder. */
  Path path() {
    return folder;
  }
}
