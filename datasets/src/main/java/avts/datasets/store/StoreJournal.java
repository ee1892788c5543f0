package avts.datasets.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.FileChannels;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds so far: a line of settings, then a line for each finished file, appended when
 * the file is in place. Locks the store against a second run. Safe for use by several threads.
 */
final class StoreJournal implements AutoCloseable {
  private static final String NAME = "journal.jsonl";

  /**
   * A finished file.
   *
   * @param sourceSha256 hash of what it was made from
   * @param sourceSpan the usable span it was made from, so that a new index is noticed
   * @param entry its line for the manifest
   */
  record Finished(String sourceSha256, String sourceSpan, ManifestEntry entry) {}

  private final Path store;
  private final JsonMapper mapper = ManifestJson.mapper();
  private final Map<String, Finished> finished = new HashMap<>();
  private final FileChannel channel;

  private StoreJournal(Path store, FileChannel channel) {
    this.store = store;
    this.channel = channel;
  }

  /**
   * Opens the journal of {@code store} or begins one.
   *
   * @throws StoreException if another run holds it or it was written with other settings
   */
  @MustBeClosed
  static StoreJournal open(Path store, StoreConfig config) throws IOException {
    FileChannel channel =
        FileChannel.open(
            store.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    StoreJournal journal = new StoreJournal(store, channel);
    boolean opened = false;
    try {
      journal.lock();
      journal.load(config);
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        journal.close();
      }
    }
  }

  private void lock() throws IOException {
    if (!FileChannels.lock(channel)) {
      throw new StoreException(store + ": another run is preparing this store", null);
    }
  }

  private void load(StoreConfig config) throws IOException {
    String settings = mapper.writeValueAsString(config.content());
    String text = read();
    // What follows the last line feed was being written when the run before was killed.
    int end = text.lastIndexOf('\n') + 1;
    channel.truncate(text.substring(0, end).getBytes(UTF_8).length);
    channel.position(channel.size());
    String[] lines = text.substring(0, end).split("\n", -1);
    if (end == 0) {
      append(settings);
      return;
    }
    if (!lines[0].equals(settings)) {
      throw new StoreException(
          store
              + ": the store was begun with other settings; choose another folder or delete it. It"
              + " has "
              + lines[0]
              + ", wanted is "
              + settings,
          null);
    }
    for (int i = 1; i < lines.length - 1; i++) {
      try {
        Finished line = mapper.readValue(lines[i], Finished.class);
        finished.put(line.entry().path(), line);
      } catch (JsonProcessingException e) {
        throw new StoreException(
            store.resolve(NAME) + ": line " + (i + 1) + " is damaged: " + e.getOriginalMessage(),
            e);
      }
    }
  }

  /** Reads through the channel: closing the same file a second time would give up the lock. */
  private String read() throws IOException {
    return new String(FileChannels.read(channel, 0, Math.toIntExact(channel.size())), UTF_8);
  }

  /**
   * Returns the entry of {@code path} if the file was made from {@code source} and is still what it
   * was, down to its hash.
   */
  @Nullable ManifestEntry intact(String path, ManifestEntry source) throws IOException {
    Finished line;
    synchronized (this) {
      line = finished.get(path);
    }
    if (line == null
        || !line.sourceSha256().equals(source.sha256())
        || !line.sourceSpan().equals(span(source))) {
      return null;
    }
    return isIntact(store.resolve(path), line.entry()) ? line.entry() : null;
  }

  /** Returns whether {@code file} has the size and the hash that {@code entry} names. */
  static boolean isIntact(Path file, ManifestEntry entry) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == entry.bytes()
        && sha256(file).equals(entry.sha256());
  }

  static String sha256(Path file) throws IOException {
    return com.google.common.io.Files.asByteSource(file.toFile()).hash(Hashing.sha256()).toString();
  }

  /** Notes that the file of {@code entry} is in place. */
  synchronized void add(ManifestEntry source, ManifestEntry entry) throws IOException {
    Finished line = new Finished(source.sha256(), span(source), entry);
    append(mapper.writeValueAsString(line));
    finished.put(entry.path(), line);
  }

  private static String span(ManifestEntry source) {
    ManifestEntry.Content content = source.content();
    return content == null ? "" : content.startMicros() + "-" + content.endMicros();
  }

  private void append(String line) throws IOException {
    FileChannels.write(channel, ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
