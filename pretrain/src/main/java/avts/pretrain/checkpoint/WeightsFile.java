package avts.pretrain.checkpoint;

import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import avts.pretrain.engine.ParameterInfo;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Moves flat vectors to and from a safetensors file by the names of their parts. */
public final class WeightsFile {

  private WeightsFile() {}

  /**
   * What {@link #initialize} found.
   *
   * @param matched names that were taken from the file
   * @param missing names that the network has and the file does not, or with another shape
   * @param unused names that the file has and the network does not
   */
  public record Matches(List<String> matched, List<String> missing, List<String> unused) {

    /** Copies the lists. */
    public Matches {
      matched = List.copyOf(matched);
      missing = List.copyOf(missing);
      unused = List.copyOf(unused);
    }
  }

  /** Returns the parts of {@code vector} as named tensors, names led by {@code prefix}. */
  public static List<NamedTensor> parts(String prefix, List<ParameterInfo> infos, float[] vector) {
    return infos.stream()
        .map(info -> new NamedTensor(prefix + info.name(), info.shape(), vector, info.offset()))
        .toList();
  }

  /**
   * Fills {@code vector} from {@code file}, which must hold every part with its shape.
   *
   * @param prefix what leads the parts' names in the file
   * @throws IOException if a part is missing or has another shape; the message names it
   */
  public static void read(Path file, String prefix, List<ParameterInfo> infos, float[] vector)
      throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      for (ParameterInfo info : infos) {
        Entry entry = reader.entries().get(prefix + info.name());
        if (entry == null || !entry.shape().equals(info.shape())) {
          throw new IOException(
              file
                  + " does not fit the network: "
                  + prefix
                  + info.name()
                  + " should have shape "
                  + info.shape()
                  + " and "
                  + (entry == null ? "is missing" : "has " + entry.shape()));
        }
        reader.read(prefix + info.name(), vector, info.offset());
      }
    }
  }

  /**
   * Fills those parts of {@code vector} whose names begin with one of {@code towers} and that
   * {@code file} holds in the same shape; the rest of the vector stays as it is.
   *
   * @param towers beginnings of names, such as {@code video.}; an empty one stands for all
   * @throws IOException if the file cannot be read
   */
  public static Matches initialize(
      Path file, List<String> towers, List<ParameterInfo> infos, float[] vector)
      throws IOException {
    List<String> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      Map<String, Entry> entries = reader.entries();
      List<String> unused = new ArrayList<>();
      for (ParameterInfo info : infos) {
        Entry entry = entries.get(info.name());
        if (towers.stream().noneMatch(info.name()::startsWith)) {
          continue;
        }
        if (entry != null && entry.shape().equals(info.shape())) {
          reader.read(info.name(), vector, info.offset());
          matched.add(info.name());
        } else {
          String why = entry == null ? "" : " " + info.shape() + ", the file has " + entry.shape();
          missing.add(info.name() + why);
        }
      }
      entries.keySet().stream().filter(name -> !matched.contains(name)).forEach(unused::add);
      return new Matches(matched, missing, unused);
    }
  }

  /** Returns the SHA-256 of {@code file}, which names the model it holds. */
  public static String sha256(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }
}
