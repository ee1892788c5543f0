package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Map;

/**
 * Where a bundle comes from: what its {@code provenance.json} says.
 *
 * @param model name of run and checkpoint, for people
 * @param layer layer of the network whose output the model gives
 * @param weightsSha256 hash of the weights, which tells models of the same name apart
 * @param configHash hash of the configuration that the network was trained by
 * @param files SHA-256 of every other file of the bundle, by name
 */
public record BundleOrigin(
    String model,
    String layer,
    String weightsSha256,
    String configHash,
    Map<String, String> files) {

  /** What marks the file. */
  public static final String FORMAT = "avts-bundle";

  /** Version of the layout. */
  public static final int VERSION = 1;

  /** Copies the map. */
  public BundleOrigin {
    files = Map.copyOf(files);
  }

  /**
   * Reads a file's content; keys that it does not know are for people.
   *
   * @throws IllegalArgumentException if it is none of a bundle; the message names the key
   */
  static BundleOrigin parse(String text) {
    Section file = Section.parse(text);
    String format = file.string("format");
    checkArgument(format.equals(FORMAT), "format must be \"%s\", is \"%s\"", FORMAT, format);
    int version = file.integer("version");
    checkArgument(
        version == VERSION, "version is %s where this program reads %s", version, VERSION);
    return new BundleOrigin(
        file.string("model"),
        file.string("layer"),
        file.string("weights_sha256"),
        file.string("config_hash"),
        file.strings("files"));
  }
}
