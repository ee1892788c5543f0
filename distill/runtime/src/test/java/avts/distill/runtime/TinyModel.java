package avts.distill.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * ONNX models that can be calculated by hand, in the bytes of Protocol Buffers: the mean over time
 * of each filter, as it is or behind a softmax, and the mean of each segment.
 */
final class TinyModel {

  private TinyModel() {}

  /** Returns {@code log_mel [batch, 1, filters, time]} to {@code embedding [batch, filters]}. */
  static byte[] means(int filters) {
    return model(filters, List.of(mean("embedding")), "embedding");
  }

  /** Returns the same with a softmax over filters, to {@code probabilities}. */
  static byte[] softmax(int filters) {
    Message softmax =
        new Message()
            .text(1, "means")
            .text(2, "probabilities")
            .text(3, "softmax")
            .text(4, "Softmax")
            .message(5, new Message().text(1, "axis").number(3, 1).number(20, 2));
    return model(filters, List.of(mean("means"), softmax), "probabilities");
  }

  private static Message mean(String output) {
    return new Message()
        .text(1, "log_mel")
        .text(2, output)
        .text(3, "mean")
        .text(4, "ReduceMean")
        .message(5, new Message().text(1, "axes").number(8, 1).number(8, 3).number(20, 7))
        .message(5, new Message().text(1, "keepdims").number(3, 0).number(20, 2));
  }

  /**
   * Returns {@code features [batch, S, heard], mask [batch, S]} to {@code embedding [batch, S]}.
   */
  static byte[] segmentMeans(int segments, int heard) {
    Message mean =
        new Message()
            .text(1, "features")
            .text(2, "means")
            .text(3, "mean")
            .text(4, "ReduceMean")
            .message(5, new Message().text(1, "axes").number(8, 2).number(20, 7))
            .message(5, new Message().text(1, "keepdims").number(3, 0).number(20, 2));
    Message masked =
        new Message()
            .text(1, "means")
            .text(1, "mask")
            .text(2, "embedding")
            .text(3, "masked")
            .text(4, "Mul");
    return model(
        List.of(mean, masked),
        List.of(value("features", -1, segments, heard), value("mask", -1, segments)),
        value("embedding", -1, segments));
  }

  private static byte[] model(int filters, List<Message> nodes, String output) {
    return model(nodes, List.of(value("log_mel", -1, 1, filters, -1)), value(output, -1, filters));
  }

  private static byte[] model(List<Message> nodes, List<Message> inputs, Message output) {
    Message graph = new Message();
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "tiny");
    inputs.forEach(input -> graph.message(11, input));
    graph.message(12, output);
    return new Message()
        .number(1, 8) // ir_version
        .message(8, new Message().text(1, "").number(2, 17)) // opset
        .message(7, graph)
        .bytes();
  }

  /** A length below 0 may be any. */
  private static Message value(String name, long... shape) {
    Message dimensions = new Message();
    for (int i = 0; i < shape.length; i++) {
      dimensions.message(
          1, shape[i] < 0 ? new Message().text(2, "any" + i) : new Message().number(1, shape[i]));
    }
    Message tensor = new Message().number(1, 1).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A message of Protocol Buffers, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String text) {
      return block(field, text.getBytes(UTF_8));
    }

    Message message(int field, Message message) {
      return block(field, message.bytes());
    }

    private Message block(int field, byte[] content) {
      varint(((long) field << 3) | 2);
      varint(content.length);
      bytes.writeBytes(content);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  /** Returns 16, 24 or 32-bit integer or 32 or 64-bit float samples as a WAV file. */
  static byte[] wav(float[] samples, int rate, int bits, boolean floating) {
    int width = bits / 8;
    ByteBuffer file =
        ByteBuffer.allocate(44 + width * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(UTF_8)).putInt(36 + width * samples.length);
    file.put("WAVEfmt ".getBytes(UTF_8)).putInt(16);
    file.putShort((short) (floating ? 3 : 1)).putShort((short) 1);
    file.putInt(rate).putInt(rate * width).putShort((short) width).putShort((short) bits);
    file.put("data".getBytes(UTF_8)).putInt(width * samples.length);
    for (float sample : samples) {
      if (floating && bits == 32) {
        file.putFloat(sample);
      } else if (floating) {
        file.putDouble(sample);
      } else {
        long integer = Math.round(sample * Math.pow(2, bits - 1));
        integer = Math.min(integer, (1L << (bits - 1)) - 1) + (bits == 8 ? 128 : 0);
        for (int i = 0; i < width; i++) {
          file.put((byte) (integer >> (8 * i)));
        }
      }
    }
    return file.array();
  }
}
