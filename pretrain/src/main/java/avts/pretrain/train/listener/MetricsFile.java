package avts.pretrain.train.listener;

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
import java.util.function.Consumer;

/**
 * The file metrics.jsonl: one JSON object a line, each with {@code type}, {@code step} and {@code
 * epoch}.
 *
 * <p>Every line is handed to the operating system at once, so a killed process loses at most the
 * line it was writing.
 */
public final class MetricsFile implements AutoCloseable {
  private static final String STEP = "step";

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
   * Hands all lines of {@code file} to {@code reader}, in their order, leaving out a last one that
   * was cut off.
   *
   * @throws IOException if the file cannot be read, or another line is not a JSON object with a
   *     step; the message names file and line
   */
  public static void read(Path file, Consumer<JsonNode> reader) throws IOException {
    Lines lines = new Lines(Files.readAllBytes(file));
    try {
      while (lines.advance()) {
        reader.accept(lines.current());
      }
    } catch (BrokenLineException e) {
      throw new IOException(file + ":" + lines.number + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Bytes before the first line that is broken, or later than the given position. */
  private static long lengthUpTo(Path file, long step, int epoch) throws IOException {
    Lines lines = new Lines(Files.readAllBytes(file));
    int length = 0;
    try {
      while (lines.advance()
          && lines.current().path(STEP).asLong() <= step
          && lines.current().path("epoch").asInt() <= epoch) {
        length = lines.end;
      }
    } catch (BrokenLineException e) {
      return length; // half a line of a killed process
    }
    return length;
  }

  /** A line that is not a JSON object with a step; the message says what is wrong with it. */
  private static final class BrokenLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenLineException(String problem) {
      super(problem);
    }
  }

  /** The whole lines of a file, one after the other; one without its line feed is none. */
  private static final class Lines {
    private final JsonMapper json = new JsonMapper();
    private final byte[] bytes;
    private JsonNode current = MissingNode.getInstance();
    private int number;
    private int end;

    Lines(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Goes on to the next line, and returns whether there is one. */
    boolean advance() throws BrokenLineException, IOException {
      int begin = end;
      for (int i = begin; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          number++;
          end = i + 1;
          current = parse(begin, i - begin);
          return true;
        }
      }
      return false;
    }

    private JsonNode parse(int begin, int length) throws BrokenLineException, IOException {
      JsonNode line;
      try {
        line = json.readTree(bytes, begin, length);
      } catch (JsonProcessingException e) {
        throw new BrokenLineException(e.getOriginalMessage());
      }
      if (!line.path(STEP).isNumber()) {
        throw new BrokenLineException("a line of metrics needs a step");
      }
      return line;
    }

    JsonNode current() {
      return current;
    }
  }
}
