package avts.datasets.take;

import avts.datasets.signal.FeatureTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A parameter file of the Hidden Markov Model Toolkit (The HTK Book 3.4, section 5.10): a
 * big-endian header of 12 bytes with the number of vectors, their step in units of 100 ns, the
 * bytes of a vector and the kind of parameter, then the vectors as 32-bit floats.
 *
 * @param kind the kind as HTK writes it, such as {@code MFCC_E_D}
 * @param track the vectors, {@code [vectors, dimensions]}, all finite
 */
public record HtkFile(String kind, FeatureTrack track) {
  private static final int HEADER_BYTES = 12;
  private static final int BASE_MASK = 0x3f;
  private static final int COMPRESSED = 0x400;
  private static final int CHECKED = 0x1000;
  private static final double UNITS_PER_SECOND = 1e7;

  /** Names of the kinds, in the order of their numbers. */
  private static final String[] BASES = {
    "WAVEFORM",
    "LPC",
    "LPREFC",
    "LPCEPSTRA",
    "LPDELCEP",
    "IREFC",
    "MFCC",
    "FBANK",
    "MELSPEC",
    "USER",
    "DISCRETE",
    "PLP"
  };

  /** Letters of the qualifiers, from bit 6 on. */
  private static final String QUALIFIERS = "ENDACZK0VT";

  /**
   * Reads a file.
   *
   * @throws TakeException if the file is truncated, too long, compressed, check-summed, of samples
   *     instead of vectors, or has values that are not finite
   * @throws IOException if it cannot be read
   */
  public static HtkFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < HEADER_BYTES) {
      throw new TakeException(
          file, "has " + bytes.length + " bytes, an HTK header alone has " + HEADER_BYTES);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int vectors = buffer.getInt();
    int step = buffer.getInt();
    int vectorBytes = buffer.getShort();
    int number = buffer.getShort() & 0xffff;
    if (isTurned(bytes)) {
      throw new TakeException(
          file, "is little-endian: write it anew with HCopy and NATURALWRITEORDER = F");
    }
    String kind = kind(file, number);
    if (vectors < 1 || step < 1 || vectorBytes < Float.BYTES || vectorBytes % Float.BYTES != 0) {
      throw new TakeException(
          file,
          String.format(
              Locale.ROOT,
              "is no HTK parameter file: its header states %d vectors of %d bytes every %d x 100"
                  + " ns",
              vectors,
              vectorBytes,
              step));
    }
    long expected = HEADER_BYTES + (long) vectors * vectorBytes;
    if (bytes.length != expected) {
      throw new TakeException(
          file,
          String.format(
              Locale.ROOT,
              "%s: the header states %d vectors of %d bytes, which makes %d bytes, and there are"
                  + " %d",
              bytes.length < expected ? "is truncated" : "is too long",
              vectors,
              vectorBytes,
              expected,
              bytes.length));
    }
    int dimensions = vectorBytes / Float.BYTES;
    float[] values = new float[vectors * dimensions];
    buffer.asFloatBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new TakeException(
            file, "value " + i % dimensions + " of vector " + i / dimensions + " is " + values[i]);
      }
    }
    return new HtkFile(
        kind, new FeatureTrack(values, vectors, dimensions, step / UNITS_PER_SECOND));
  }

  /** Whether the sizes agree in the other byte order. */
  private static boolean isTurned(byte[] bytes) {
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long vectors = little.getInt(0);
    return vectors > 0 && bytes.length == HEADER_BYTES + vectors * little.getShort(8);
  }

  private static String kind(Path file, int number) throws TakeException {
    int base = number & BASE_MASK;
    if (base >= BASES.length) {
      throw new TakeException(
          file, "is no HTK parameter file: there is no kind of parameter " + base);
    }
    StringBuilder kind = new StringBuilder(BASES[base]);
    for (int i = 0; i < QUALIFIERS.length(); i++) {
      if ((number >> (i + 6) & 1) == 1) {
        kind.append('_').append(QUALIFIERS.charAt(i));
      }
    }
    if ((number & (COMPRESSED | CHECKED)) != 0) {
      throw new TakeException(
          file,
          "has the kind "
              + kind
              + "; compressed (_C) and check-summed (_K) files are not read: write it anew with"
              + " HCopy and SAVECOMPRESSED = F, SAVEWITHCRC = F");
    }
    if (base == 0 || BASES[base].equals("DISCRETE") || BASES[base].equals("IREFC")) {
      throw new TakeException(file, "has the kind " + kind + ", not vectors of floats");
    }
    return kind.toString();
  }
}
