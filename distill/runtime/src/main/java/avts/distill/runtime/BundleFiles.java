package avts.distill.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The files of a bundle, read and found to be those that were exported.
 *
 * @param model the ONNX model
 * @param settings what it takes
 * @param labels names of its classes in their order, none for a model that gives vectors
 * @param origin where it comes from
 */
// An array component: handed to ONNX Runtime, never compared.
@SuppressWarnings("ArrayRecordComponent")
record BundleFiles(
    byte[] model, FeatureSettings settings, List<String> labels, BundleOrigin origin) {
  static final String LABELS = "labels.txt";
  static final String PROVENANCE = "provenance.json";

  /**
   * Reads a bundle.
   *
   * @throws BundleException if a file is missing, was altered, or does not fit the others
   */
  static BundleFiles read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BundleException(folder + " is no folder, so no bundle of avts export");
    }
    Path file = folder.resolve(PROVENANCE);
    BundleOrigin origin =
        understood(file, () -> BundleOrigin.parse(new String(bytes(file), UTF_8)));
    Reader reader = new Reader(folder, origin.files());
    byte[] model = reader.read(Bundle.MODEL);
    byte[] features = reader.read(FeatureSettings.FILE);
    FeatureSettings settings =
        understood(
            folder.resolve(FeatureSettings.FILE),
            () -> FeatureSettings.parse(new String(features, UTF_8)));
    boolean classes = settings.kind() == FeatureSettings.Kind.CLASSES;
    List<String> labels =
        classes ? new String(reader.read(LABELS), UTF_8).lines().toList() : List.of();
    if (classes && labels.size() != settings.outputSize()) {
      throw new BundleException(
          folder.resolve(LABELS)
              + " names "
              + labels.size()
              + " classes where "
              + FeatureSettings.FILE
              + " tells of "
              + settings.outputSize()
              + ": export the model again");
    }
    return new BundleFiles(model, settings, labels, origin);
  }

  private record Reader(Path folder, Map<String, String> hashes) {

    byte[] read(String name) throws IOException {
      Path file = folder.resolve(name);
      String expected = hashes.get(name);
      if (expected == null) {
        throw new BundleException(
            folder.resolve(PROVENANCE) + " has no hash of " + name + ": export the model again");
      }
      byte[] content = bytes(file);
      String found = sha256(content);
      if (!found.equals(expected)) {
        throw new BundleException(
            file
                + " is not the file that was exported: its SHA-256 begins with "
                + found.substring(0, 12)
                + ", that in "
                + PROVENANCE
                + " with "
                + expected.substring(0, Math.min(12, expected.length()))
                + ". Copy the bundle again, or export the model again");
      }
      return content;
    }
  }

  /** Guava's hashing gives the same, but loading it would take longer than the hash. */
  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new BundleException(
          file + " is missing: a bundle is copied with all its files, or exported again", e);
    }
  }

  /** Reads something, whose complaints do not name a file. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse() throws IOException;
  }

  private static <T> T understood(Path file, Parser<T> parser) throws IOException {
    try {
      return parser.parse();
    } catch (IllegalArgumentException e) {
      throw new BundleException(file + ": " + e.getMessage(), e);
    }
  }
}
