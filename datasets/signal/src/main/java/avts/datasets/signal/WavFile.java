package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a WAV file, mixed down to mono.
 *
 * @param samples waveform, owned by this record; -1..1 for integer formats
 * @param sampleRate samples per second
 */
// An array component: handed from the file to the features, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record WavFile(float[] samples, int sampleRate) {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int MOST_CHANNELS = 1024;

  /** Checks the rate. */
  public WavFile {
    checkArgument(sampleRate > 0, "sample rate must be positive, got %s", sampleRate);
  }

  /**
   * Reads PCM of 8, 16, 24 or 32 bits or floats of 32 or 64 bits, any number of channels, which are
   * averaged.
   *
   * <p>Sizes in headers are not trusted: a data chunk that claims more than the file holds (or
   * nothing, as streaming writers leave it) is read to the end of the file, and an incomplete last
   * sample is dropped.
   *
   * @throws IOException if the file cannot be read, is no WAV file, holds another encoding or no
   *     data chunk
   */
  public static WavFile read(Path file) throws IOException {
    ByteBuffer bytes = contents(file);
    check(file, bytes.remaining() >= 12, "is too short to be a WAV file");
    String container = tag(bytes);
    bytes.getInt();
    check(
        file,
        (container.equals("RIFF") || container.equals("RF64")) && tag(bytes).equals("WAVE"),
        "does not begin like a WAV file");
    @Nullable Format format = null;
    while (bytes.remaining() >= 8) {
      String name = tag(bytes);
      long claimed = Integer.toUnsignedLong(bytes.getInt());
      if (name.equals("data")) {
        if (format == null) {
          throw new IOException(file + " has no format chunk before its data");
        }
        boolean unfinished = claimed == 0 || claimed > bytes.remaining();
        int length = unfinished ? bytes.remaining() : (int) claimed;
        return new WavFile(format.mono(bytes.slice().limit(length)), format.sampleRate);
      }
      int length = (int) Math.min(claimed, bytes.remaining());
      if (name.equals("fmt ")) {
        format = Format.parse(file, bytes.slice().limit(length));
      }
      // Chunks begin at even positions.
      bytes.position((int) Math.min(bytes.limit(), bytes.position() + claimed + claimed % 2));
    }
    throw new IOException(file + " has no data chunk");
  }

  /**
   * Writes 16-bit mono PCM; samples beyond -1..1 are clipped, fractions rounded to the nearest.
   *
   * @param file replaced where it exists
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, float[] samples, int sampleRate) throws IOException {
    Files.write(file, encode(samples, sampleRate));
  }

  /** Returns what {@link #write} writes. */
  public static byte[] encode(float[] samples, int sampleRate) {
    checkArgument(sampleRate > 0, "sample rate must be positive, got %s", sampleRate);
    checkArgument(
        samples.length <= (Integer.MAX_VALUE - 64) / 2,
        "%s samples are too many for one WAV file",
        samples.length);
    ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(ascii("RIFF")).putInt(36 + 2 * samples.length).put(ascii("WAVEfmt ")).putInt(16);
    bytes.putShort((short) PCM).putShort((short) 1).putInt(sampleRate).putInt(2 * sampleRate);
    bytes.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples.length);
    for (float sample : samples) {
      bytes.putShort((short) Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
    }
    return bytes.array();
  }

  private static ByteBuffer contents(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      check(file, size <= Integer.MAX_VALUE, "is larger than 2 GB");
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      return mapped.order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static String tag(ByteBuffer bytes) {
    byte[] tag = new byte[4];
    bytes.get(tag);
    return new String(tag, StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void check(Path file, boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException(file + " " + problem);
    }
  }

  /** How the samples are stored. */
  private record Format(boolean floating, int channels, int sampleRate, int bits) {

    static Format parse(Path file, ByteBuffer chunk) throws IOException {
      chunk.order(ByteOrder.LITTLE_ENDIAN);
      check(file, chunk.remaining() >= 16, "has a format chunk of " + chunk.remaining() + " bytes");
      int code = Short.toUnsignedInt(chunk.getShort(0));
      if (code == EXTENSIBLE && chunk.remaining() >= 26) {
        code = Short.toUnsignedInt(chunk.getShort(24));
      }
      int channels = Short.toUnsignedInt(chunk.getShort(2));
      int rate = chunk.getInt(4);
      int bits = Short.toUnsignedInt(chunk.getShort(14));
      check(file, channels > 0 && channels <= MOST_CHANNELS, "has " + channels + " channels");
      check(file, rate > 0, "has a sample rate of " + Integer.toUnsignedString(rate));
      boolean known =
          (code == PCM && (bits == 8 || bits == 16 || bits == 24 || bits == 32))
              || (code == FLOAT && (bits == 32 || bits == 64));
      check(
          file,
          known,
          "has encoding " + code + " with " + bits + " bits; PCM and float can be read");
      return new Format(code == FLOAT, channels, rate, bits);
    }

    float[] mono(ByteBuffer data) {
      data.order(ByteOrder.LITTLE_ENDIAN);
      int width = bits / 8;
      int frames = data.remaining() / (width * channels);
      float[] samples = new float[frames];
      int position = 0;
      for (int frame = 0; frame < frames; frame++) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
          sum += sample(data, position);
          position += width;
        }
        samples[frame] = (float) (sum / channels);
      }
      return samples;
    }

    private double sample(ByteBuffer data, int at) {
      if (floating) {
        return bits == 32 ? data.getFloat(at) : data.getDouble(at);
      }
      return switch (bits) {
        case 8 -> (Byte.toUnsignedInt(data.get(at)) - 128) / 128.0;
        case 16 -> data.getShort(at) / 32_768.0;
        case 24 ->
            (Byte.toUnsignedInt(data.get(at))
                    | Byte.toUnsignedInt(data.get(at + 1)) << 8
                    | data.get(at + 2) << 16)
                / 8_388_608.0;
        default -> data.getInt(at) / 2_147_483_648.0;
      };
    }
  }
}
