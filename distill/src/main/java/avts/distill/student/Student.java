package avts.distill.student;

import avts.datasets.io.AtomicFiles;
import avts.datasets.segment.Hearing;
import avts.datasets.segment.SegmentCut;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.Moments;
import avts.datasets.time.FrameRate;
import avts.distill.learn.TrainedNetwork;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.model.SegmentShape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A student that was trained on all takes of a set, to be shipped: network, ear, names of classes.
 * Immutable; safe for use by several threads.
 *
 * @param network the network
 * @param ear how it hears a sound
 * @param classes names of the classes, by their numbers
 * @param origin where it comes from
 */
public record Student(TrainedNetwork network, Ear ear, List<String> classes, StudentOrigin origin) {
  private static final String FILE = "student.safetensors";
  private static final String ABOUT = "student";
  private static final String MEAN = "heard.mean";
  private static final String DEVIATION = "heard.deviation";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Copies the list. */
  public Student {
    classes = List.copyOf(classes);
  }

  /** All but the numbers: it stands among the file's texts. */
  private record About(
      SegmentShape shape,
      FilterBankConfig filterBank,
      boolean takeMean,
      SegmentCut segments,
      FrameRate frameRate,
      double seconds,
      List<String> classes,
      StudentOrigin origin) {}

  /** Returns whether a run has left a student. */
  public static boolean isIn(Path run) {
    return Files.exists(run.resolve(FILE));
  }

  /** Writes the student into a run's folder, complete or not at all. */
  public void write(Path run) throws IOException {
    List<NamedTensor> tensors = new ArrayList<>(network.tensors());
    Moments moments = ear.hearing().moments();
    tensors.add(vector(MEAN, moments.mean()));
    tensors.add(vector(DEVIATION, moments.deviation()));
    About about =
        new About(
            network.shape(),
            ear.bank(),
            ear.hearing().takeMean(),
            ear.cut(),
            ear.frameRate(),
            ear.seconds(),
            classes,
            origin);
    Map<String, String> texts = Map.of(ABOUT, MAPPER.writeValueAsString(about));
    AtomicFiles.replace(
        run.resolve(FILE), unfinished -> Safetensors.write(unfinished, tensors, texts));
  }

  private static NamedTensor vector(String name, float[] values) {
    return new NamedTensor(name, List.of(values.length), values, 0);
  }

  /**
   * Reads what a run has left.
   *
   * @throws IOException if there is no student, or the file is broken; the message names it
   */
  public static Student read(Path run) throws IOException {
    Path file = run.resolve(FILE);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      @Nullable String text = reader.metadata().get(ABOUT);
      if (text == null) {
        throw new IOException(file + " is no student: delete it, and run avts distill again");
      }
      About about = MAPPER.readValue(text, About.class);
      return new Student(
          TrainedNetwork.read(file, about.shape),
          new Ear(
              about.filterBank,
              new Hearing(about.takeMean, new Moments(reader.read(MEAN), reader.read(DEVIATION))),
              about.segments,
              about.frameRate,
              about.seconds),
          about.classes,
          about.origin);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " was written by another version: delete it, and run avts distill again", e);
    }
  }
}
