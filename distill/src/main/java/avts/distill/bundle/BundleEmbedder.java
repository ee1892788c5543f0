package avts.distill.bundle;

import avts.distill.runtime.Bundle;
import avts.distill.runtime.FeatureSettings;
import avts.distill.runtime.Reading;
import avts.pretrain.embed.EmbedInput;
import avts.pretrain.embed.EmbeddingWriter;
import avts.pretrain.embed.VectorSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Vectors of WAV files by a bundle, in the files that {@code avts embed} writes. */
public final class BundleEmbedder {
  private static final String STREAM = "audio";

  private final Bundle bundle;
  private final @Nullable Double hopSeconds;

  /**
   * What was written.
   *
   * @param rows number of vectors; 0 where nothing was written
   * @param problems a sentence for each file that gave none
   */
  public record Written(int rows, List<String> problems) {

    /** Copies the list. */
    public Written {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Prepares embedding; the bundle must stay open.
   *
   * @param hopSeconds distance of two clips; null for what the bundle does by itself, which is one
   *     vector a file for a model on segments
   */
  public BundleEmbedder(Bundle bundle, @Nullable Double hopSeconds) {
    this.bundle = bundle;
    this.hopSeconds = hopSeconds;
  }

  /** Returns whether a folder is a bundle, if perhaps one that misses files, rather than a run. */
  public static boolean isBundle(Path folder) {
    return Files.isRegularFile(folder.resolve(FeatureSettings.FILE))
        || Files.isRegularFile(folder.resolve(Bundle.MODEL));
  }

  /** Returns the space of the vectors, that of the run which the bundle was exported from. */
  public VectorSpace space() {
    return new VectorSpace(
        bundle.origin().model(),
        bundle.origin().weightsSha256(),
        bundle.origin().layer(),
        STREAM,
        bundle.settings().outputSize());
  }

  /** Embeds {@code inputs} and writes the vectors. Where no file gives any, nothing is written. */
  public Written write(List<EmbedInput> inputs, Path out) throws IOException {
    List<String> problems = new ArrayList<>();
    try (EmbeddingWriter writer = EmbeddingWriter.create(out, space())) {
      for (EmbedInput input : inputs) {
        try {
          List<Reading> readings = readings(input);
          writer.add(
              input.relativeTo(out),
              readings.stream().mapToDouble(Reading::startSeconds).toArray(),
              joined(readings));
        } catch (UnreadableSound e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
      int rows = writer.rows();
      if (rows > 0) {
        writer.finish();
      }
      return new Written(rows, problems);
    }
  }

  /** A file that gives no vectors. */
  private static final class UnreadableSound extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSound(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private List<Reading> readings(EmbedInput input) throws UnreadableSound {
    try {
      if (!input.problem().isEmpty()) {
        throw new IOException(input.name() + ": " + input.problem());
      }
      Path file = input.source().file();
      if (input.source().isStretch()
          || !file.toString().toLowerCase(Locale.ROOT).endsWith(".wav")) {
        throw new IOException(
            input.name()
                + ": a bundle reads WAV files; embed this one by the run, or save its sound as WAV"
                + " before");
      }
      return hopSeconds == null ? bundle.read(file) : bundle.read(file, hopSeconds);
    } catch (IOException e) {
      throw new UnreadableSound(String.valueOf(e.getMessage()), e);
    }
  }

  private float[] joined(List<Reading> readings) {
    int size = bundle.settings().outputSize();
    float[] values = new float[Math.multiplyExact(readings.size(), size)];
    for (int row = 0; row < readings.size(); row++) {
      System.arraycopy(readings.get(row).values(), 0, values, row * size, size);
    }
    return values;
  }
}
