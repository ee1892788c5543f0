package avts.pretrain.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads files in the safetensors format; see {@link Safetensors} for the layout.
 *
 * <p>The header is checked before anything is believed: arrays must fill the file exactly, without
 * gaps and without overlaps, and each must be as long as its shape says. A file from elsewhere can
 * therefore not make the reader allocate more than it holds. Not thread-safe.
 */
public final class SafetensorsReader implements AutoCloseable {
  // The limit of the reference implementation.
  private static final long LONGEST_HEADER = 100_000_000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Map<String, Integer> BYTES_OF_TYPE =
      ImmutableMap.<String, Integer>builder()
          .put("F64", 8)
          .put("F32", 4)
          .put("F16", 2)
          .put("BF16", 2)
          .put("I64", 8)
          .put("I32", 4)
          .put("I16", 2)
          .put("I8", 1)
          .put("U8", 1)
          .put("BOOL", 1)
          .buildOrThrow();

  /**
   * One array's entry in the header.
   *
   * @param name the array's name
   * @param dtype type of its values, such as {@code F32}
   * @param shape lengths in row-major order; empty for a single number
   * @param begin first byte after the header
   * @param end first byte behind the array
   */
  public record Entry(String name, String dtype, List<Integer> shape, long begin, long end) {

    /** Returns the number of values. */
    public int size() {
      return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** Returns whether {@link #readConverted} can read it. */
    public boolean isFloat() {
      return FloatType.of(dtype).isPresent();
    }
  }

  private final Path file;
  private final FileChannel channel;
  private final long dataBegin;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private SafetensorsReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long bytes = channel.size();
    require(bytes >= Long.BYTES, "is no safetensors file: it has only " + bytes + " bytes");
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(length, 0);
    long headerBytes = length.flip().getLong();
    require(
        headerBytes >= 2 && headerBytes <= Math.min(LONGEST_HEADER, bytes - Long.BYTES),
        "is no safetensors file or was cut off: a header of " + headerBytes + " bytes");
    ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
    readFully(header, Long.BYTES);
    dataBegin = Long.BYTES + headerBytes;
    JsonNode tree = parse(header.array());
    metadata = metadata(tree.get(Safetensors.METADATA));
    entries = entries(tree, bytes - dataBegin);
  }

  /**
   * Opens {@code file} and checks its header.
   *
   * @throws IOException if the file cannot be read or its header is wrong; the message names both
   */
  @MustBeClosed
  public static SafetensorsReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      SafetensorsReader reader = new SafetensorsReader(file, channel);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** Returns the arrays by name, in the order of their place in the file. */
  public Map<String, Entry> entries() {
    return entries;
  }

  /** Returns the texts stored beside the arrays. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Copies the float32 array {@code name} into {@code target} from index {@code offset} on.
   *
   * @throws IOException if there is no such array, or it is not float32, or the disk fails
   */
  public void read(String name, float[] target, int offset) throws IOException {
    Entry entry = entry(name);
    require(
        entry.dtype().equals("F32"),
        "tensor " + name + " is " + entry.dtype() + " where F32 is needed; convert it first");
    read(entry, FloatType.F32, target, offset);
  }

  /**
   * Returns the float32 array {@code name}, row-major.
   *
   * @throws IOException if there is no such array, or it is not float32, or the disk fails
   */
  public float[] read(String name) throws IOException {
    float[] values = new float[entry(name).size()];
    read(name, values, 0);
    return values;
  }

  /**
   * Copies the array {@code name} into {@code target} from index {@code offset} on, converted to
   * float32: F16 and BF16 exactly, F64 rounded to the nearest.
   *
   * @throws IOException if there is no such array, or it is none of these, or the disk fails
   */
  public void readConverted(String name, float[] target, int offset) throws IOException {
    Entry entry = entry(name);
    Optional<FloatType> type = FloatType.of(entry.dtype());
    if (type.isEmpty()) {
      throw new IOException(
          file
              + " tensor "
              + name
              + " is "
              + entry.dtype()
              + " where one of "
              + Arrays.toString(FloatType.values())
              + " is needed");
    }
    read(entry, type.get(), target, offset);
  }

  private Entry entry(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IOException(file + " holds no tensor " + name);
    }
    return entry;
  }

  private void read(Entry entry, FloatType type, float[] target, int offset) throws IOException {
    checkArgument(
        offset >= 0 && entry.size() <= target.length - offset,
        "%s values of %s do not fit at %s of %s",
        entry.size(),
        entry.name(),
        offset,
        target.length);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int next = offset;
    for (long position = entry.begin(); position < entry.end(); position += buffer.limit()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, entry.end() - position));
      readFully(buffer, dataBegin + position);
      buffer.flip();
      while (buffer.hasRemaining()) {
        target[next] = type.next(buffer);
        next++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private JsonNode parse(byte[] header) throws IOException {
    JsonMapper json =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      JsonNode tree = json.readTree(header);
      require(tree.isObject(), "has a header that is not a JSON object");
      return tree;
    } catch (JsonProcessingException e) {
      throw new IOException(file + " has a broken header: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, String> metadata(@Nullable JsonNode texts) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (texts != null) {
      texts.properties().forEach(text -> metadata.put(text.getKey(), text.getValue().asText()));
    }
    return ImmutableMap.copyOf(metadata);
  }

  private Map<String, Entry> entries(JsonNode tree, long dataBytes) throws IOException {
    List<Entry> sorted = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : tree.properties()) {
      if (!property.getKey().equals(Safetensors.METADATA)) {
        sorted.add(entry(property.getKey(), property.getValue()));
      }
    }
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long position = 0;
    ImmutableMap.Builder<String, Entry> byName = ImmutableMap.builder();
    for (Entry entry : sorted) {
      require(
          entry.begin() == position,
          "tensor " + entry.name() + " begins at " + entry.begin() + " instead of " + position);
      position = entry.end();
      byName.put(entry.name(), entry);
    }
    require(
        position == dataBytes,
        "holds " + dataBytes + " bytes of values where its header promises " + position);
    return byName.buildOrThrow();
  }

  private Entry entry(String name, JsonNode node) throws IOException {
    JsonNode shapeNode = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    Integer valueBytes = BYTES_OF_TYPE.get(node.path("dtype").asText());
    if (valueBytes == null) {
      throw new IOException(file + " tensor " + name + " has dtype " + node.path("dtype"));
    }
    require(
        offsets.size() == 2
            && offsets.path(0).isIntegralNumber()
            && offsets.path(1).isIntegralNumber(),
        "tensor " + name + " has data_offsets " + offsets);
    require(shapeNode.isArray(), "tensor " + name + " has shape " + shapeNode);
    long begin = offsets.path(0).asLong();
    long end = offsets.path(1).asLong();
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (JsonNode length : shapeNode) {
      require(length.isInt() && length.asInt() >= 0, "tensor " + name + " has shape " + shapeNode);
      shape.add(length.asInt());
      size *= length.asInt();
      require(size <= Integer.MAX_VALUE, "tensor " + name + " is too large: " + shapeNode);
    }
    require(
        begin >= 0 && end >= begin && end - begin == size * valueBytes,
        "tensor " + name + " of shape " + shapeNode + " lies at bytes " + begin + ".." + end);
    return new Entry(name, node.path("dtype").asText(), List.copyOf(shape), begin, end);
  }

  private void readFully(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new EOFException(file + " ends at byte " + at);
      }
      at += count;
    }
  }

  private void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new IOException(file + " " + problem);
    }
  }
}
