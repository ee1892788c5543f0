package avts.pretrain.train.listener;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.pretrain.train.TrainState;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The file metrics.jsonl: one JSON object a line, each with {@code type}, {@code step} and {@code
 * epoch}.
 *
 * <p>Every line is handed to the operating system at once, so a killed process loses at most the
 * line it was writing.
 */
public final class MetricsFile implements AutoCloseable {
  private final JsonMapper json = new JsonMapper();
  private final Path file;
  private final FileChannel channel;

  private MetricsFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the file to append to it, first cutting off what was written after {@code state}'s
   * position by a process that did not live to write its checkpoint.
   *
   * @param file the file, made where it is missing
   * @param state the state that training goes on from
   */
  @MustBeClosed
  public static MetricsFile open(Path file, TrainState state) throws IOException {
    long length = Files.exists(file) ? lengthUpTo(file, state.step(), state.epoch()) : 0;
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean opened = false;
    try {
      channel.truncate(length).position(length);
      opened = true;
      return new MetricsFile(file, channel);
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /**
   * Appends {@code line}.
   *
   * @throws IOException if it cannot be written; the message says what to do
   */
  public void append(ObjectNode line) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(json.writeValueAsBytes(line));
    bytes.write('\n');
    LogFiles.append(channel, ByteBuffer.wrap(bytes.toByteArray()), file);
  }

  /**
   * Reads all lines of {@code file}, leaving out a last one that was cut off.
   *
   * @throws IOException if another line is broken; the message names it
   */
  public static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    JsonMapper json = new JsonMapper();
    String text = Files.readString(file, UTF_8);
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      try {
        lines.add(json.readTree(text.substring(begin, end)));
      } catch (JsonProcessingException e) {
        throw new IOException(
            file + " line " + (lines.size() + 1) + " is broken: " + e.getOriginalMessage(), e);
      }
      begin = end + 1;
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Bytes before the first line that is broken, or later than the given position. */
  private static long lengthUpTo(Path file, long step, int epoch) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    JsonMapper json = new JsonMapper();
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        JsonNode line = parse(json, Arrays.copyOfRange(bytes, begin, i));
        if (!line.isObject()
            || line.path("step").asLong() > step
            || line.path("epoch").asInt() > epoch) {
          return begin;
        }
        begin = i + 1;
      }
    }
    return begin;
  }

  private static JsonNode parse(JsonMapper json, byte[] line) throws IOException {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // half a line of a killed process
    }
  }
}
