package avts.pretrain.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.FileChannels;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes files in the safetensors format, which Python reads with {@code
 * safetensors.torch.load_file}.
 *
 * <p>Layout: eight bytes with the header's length N (little endian); N bytes of JSON, padded with
 * spaces to a multiple of eight; the arrays' values, little endian, without gaps. Nothing is held
 * in memory twice: values stream through a small buffer.
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";
  private static final int BUFFER_BYTES = 1 << 16;

  private Safetensors() {}

  /**
   * Writes {@code tensors} as float32, in the given order, to the new file {@code file} and forces
   * them to the disk.
   *
   * @param metadata texts to store beside them, may be empty
   * @throws IOException if the file exists already or the disk is full
   * @throws IllegalArgumentException if two tensors share a name
   */
  public static void write(Path file, List<NamedTensor> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putLong(header.length);
      drain(buffer, channel);
      FileChannels.write(channel, ByteBuffer.wrap(header));
      for (NamedTensor tensor : tensors) {
        int end = tensor.offset() + tensor.size();
        for (int i = tensor.offset(); i < end; i++) {
          if (buffer.remaining() < Float.BYTES) {
            drain(buffer, channel);
          }
          buffer.putFloat(tensor.values()[i]);
        }
      }
      drain(buffer, channel);
      channel.force(true);
    }
  }

  private static byte[] header(List<NamedTensor> tensors, Map<String, String> metadata)
      throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode header = json.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject(METADATA);
      metadata.forEach(texts::put);
    }
    long position = 0;
    Set<String> names = new HashSet<>();
    for (NamedTensor tensor : tensors) {
      checkArgument(
          names.add(tensor.name()) && !tensor.name().equals(METADATA),
          "two tensors are named %s",
          tensor.name());
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", "F32");
      tensor.shape().forEach(entry.putArray("shape")::add);
      long end = position + (long) Float.BYTES * tensor.size();
      entry.putArray("data_offsets").add(position).add(end);
      position = end;
    }
    byte[] text = json.writeValueAsBytes(header);
    byte[] padded = new byte[(text.length + 7) / 8 * 8];
    System.arraycopy(text, 0, padded, 0, text.length);
    byte[] spaces = " ".repeat(padded.length - text.length).getBytes(UTF_8);
    System.arraycopy(spaces, 0, padded, text.length, spaces.length);
    return padded;
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    FileChannels.write(channel, buffer);
    buffer.clear();
  }
}
