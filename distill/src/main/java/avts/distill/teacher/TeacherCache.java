package avts.distill.teacher;

import avts.datasets.io.AtomicFiles;
import avts.distill.learn.TrainedNetwork;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.engine.SegmentBatch;
import avts.pretrain.engine.SegmentOutput;
import avts.pretrain.train.DivergenceException;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What teachers make of takes, on disk: made once, for all students of all runs of the command.
 *
 * <p>A file is named after its teacher's recipe, and holds the hash of the teacher's weights and of
 * the values of every take; values of other takes, of a teacher on the encoders of another model,
 * or of one trained otherwise, are refused.
 */
public final class TeacherCache {
  private static final String MODEL = "model";
  private static final String TAKES = "takes";
  private static final String ENCODERS = "encoders";
  private static final String PARAMETERS = "parameters";
  private static final String LEARNED = "learned.";
  private static final String ASKED = "asked.";

  private final Path folder;

  /**
   * Takes as a teacher is given them.
   *
   * @param learned training takes
   * @param asked test takes
   * @param encoders hash of the weights of the encoders that made them; empty where none did
   */
  public record Takes(SegmentBatch learned, SegmentBatch asked, String encoders) {

    /** Returns a hash of all values. */
    String hash() {
      Hasher hasher = Hashing.sha256().newHasher();
      for (SegmentBatch batch : List.of(learned, asked)) {
        batch.senses().forEach(sense -> put(hasher, sense));
        put(hasher, batch.mask());
      }
      return hasher.hash().toString();
    }

    private static void put(Hasher hasher, float[] values) {
      hasher.putInt(values.length);
      for (float value : values) {
        hasher.putFloat(value);
      }
    }
  }

  /** Trains a teacher. */
  @FunctionalInterface
  public interface Training {
    /** Trains. */
    TrainedNetwork train() throws DivergenceException, InterruptedException;
  }

  /** Keeps files in a folder, which need not exist. */
  public TeacherCache(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns a teacher, trained now if it is not there yet.
   *
   * @param name name of the file: which teacher of the run it is
   * @param takes what it is to look at
   * @param training trains it
   * @throws IOException if the file holds another teacher's or other takes' values, or is broken
   */
  public Teacher get(String name, Takes takes, Training training)
      throws IOException, DivergenceException, InterruptedException {
    Path file = folder.resolve(name + ".safetensors");
    if (Files.exists(file)) {
      return read(file, takes);
    }
    Teacher teacher = Teacher.of(training.train(), takes);
    Files.createDirectories(folder);
    Path unfinished = AtomicFiles.unfinished(file);
    Files.deleteIfExists(unfinished);
    List<NamedTensor> tensors = new ArrayList<>();
    add(tensors, LEARNED, teacher.learned());
    add(tensors, ASKED, teacher.asked());
    Safetensors.write(
        unfinished,
        tensors,
        // In this order: Map.of has another one in every process.
        ImmutableMap.of(
            MODEL,
            teacher.modelId(),
            TAKES,
            takes.hash(),
            ENCODERS,
            takes.encoders(),
            PARAMETERS,
            Integer.toString(teacher.parameters())));
    AtomicFiles.move(unfinished, file);
    return teacher;
  }

  private static void add(List<NamedTensor> tensors, String prefix, SegmentOutput output) {
    tensors.add(tensor(prefix + "segments", output.segments()));
    tensors.add(tensor(prefix + "whole", output.whole()));
    tensors.add(tensor(prefix + "logits", output.logits()));
  }

  private static NamedTensor tensor(String name, float[] values) {
    return new NamedTensor(name, List.of(values.length), values, 0);
  }

  private static Teacher read(Path file, Takes takes) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      Map<String, String> about = reader.metadata();
      if (!takes.encoders().equals(about.getOrDefault(ENCODERS, ""))) {
        throw new IOException(
            file
                + " holds the values of a teacher on the encoders of another model: delete it, and"
                + " it will be made again");
      }
      if (!takes.hash().equals(about.get(TAKES))) {
        throw new IOException(
            file
                + " holds a teacher's values of other takes, or of the same under other settings:"
                + " delete it, and it will be made again");
      }
      return new Teacher(
          about.getOrDefault(MODEL, ""),
          output(reader, LEARNED),
          output(reader, ASKED),
          Integer.parseInt(about.getOrDefault(PARAMETERS, "0")));
    }
  }

  private static SegmentOutput output(SafetensorsReader reader, String prefix) throws IOException {
    return new SegmentOutput(
        reader.read(prefix + "segments"),
        reader.read(prefix + "whole"),
        reader.read(prefix + "logits"));
  }
}
