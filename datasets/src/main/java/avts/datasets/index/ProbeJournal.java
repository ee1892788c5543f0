package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.FileChannels;
import avts.datasets.manifest.ManifestJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured so far, one line of JSON a file, so that an index that was stopped goes on
 * where it stopped and a second one measures only what is new or changed.
 *
 * <p>Safe for use by several threads; one process at a time holds it.
 */
final class ProbeJournal implements AutoCloseable {

  /**
   * What a measurement belongs to; a file that changes has another key.
   *
   * @param path absolute path
   * @param offset first byte
   * @param bytes number of bytes
   * @param modifiedMillis time of the last change
   * @param settings see {@link IndexConfig#measurementKey}
   */
  record Key(String path, long offset, long bytes, long modifiedMillis, String settings) {

    static Key of(InputItem item, IndexConfig config) {
      return new Key(
          item.file().toString(),
          item.offset(),
          item.bytes(),
          item.modifiedMillis(),
          config.measurementKey());
    }
  }

  /** One line. */
  private record Line(Key key, ProbeResult result) {}

  private final Path file;
  private final FileChannel channel;
  private final JsonMapper mapper = ManifestJson.mapper();
  private final Map<Key, ProbeResult> known = new HashMap<>();

  private ProbeJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens or creates the journal {@code file} and reads what it has. A last line that was not
   * finished is dropped.
   *
   * @throws IOException if another process is writing it
   */
  @MustBeClosed
  static ProbeJournal open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean opened = false;
    try {
      if (!FileChannels.lock(channel)) {
        throw new IOException(file + " is in use: another index is writing the same manifest");
      }
      ProbeJournal journal = new ProbeJournal(file, channel);
      journal.load();
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** Reads up to the first line that is not whole, and cuts the rest off. */
  private void load() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8));
    long end = 0;
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      Line line = parse(text);
      if (line == null) {
        break;
      }
      known.put(line.key(), line.result());
      end += text.getBytes(UTF_8).length + 1L;
    }
    channel.truncate(Math.min(end, channel.size()));
    channel.position(channel.size());
    if (end > channel.size()) {
      // The last line was whole but for its end.
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  private @Nullable Line parse(String text) {
    try {
      return mapper.readValue(text, Line.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Returns what is known of {@code key}, or null. */
  synchronized @Nullable ProbeResult find(Key key) {
    return known.get(key);
  }

  /** Writes down a result. */
  synchronized void add(Key key, ProbeResult result) throws IOException {
    known.put(key, result);
    String line = mapper.writeValueAsString(new Line(key, result)) + "\n";
    try {
      FileChannels.write(channel, ByteBuffer.wrap(line.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IOException(
          file
              + " cannot be written: "
              + e.getMessage()
              + ". What was measured so far is kept; call avts index again to go on",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
