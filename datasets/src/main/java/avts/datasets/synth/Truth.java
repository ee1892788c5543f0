package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.time.FrameRate;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is seen and heard in one synthetic file: one line of {@code truth.jsonl}, keys in
 * snake_case.
 *
 * @param file the file, relative to the folder of truth.jsonl
 * @param variantOf the ordinary file with the same pictures, or null for an ordinary file
 * @param what {@code "same"} or {@code "other"}: whether the object heard is the one seen
 * @param when {@code "same"} or {@code "redrawn"}: whether the impacts heard are those seen
 * @param seed seed of the generator
 * @param split {@code "ordinary"} or {@code "held-out"}: which parameters were drawn from
 * @param group name shared by the files with the same pictures, unlike that of any other video
 * @param picture the picture stream
 * @param sound the sound stream
 * @param seen the object that sounds, as it is seen: the one with the white rim
 * @param heard the object that is heard
 * @param impacts the impacts that are seen, ascending
 * @param onsetsMicros beginnings of the sounds that are heard, in microseconds, ascending
 */
public record Truth(
    String file,
    @Nullable String variantOf,
    String what,
    String when,
    long seed,
    String split,
    String group,
    Picture picture,
    Sound sound,
    SoundingObject seen,
    SoundingObject heard,
    List<Impact> impacts,
    List<Long> onsetsMicros) {

  /** Name of the file that holds all lines, in the folder of the ordinary files. */
  public static final String FILE_NAME = "truth.jsonl";

  /** Name of the folder with the re-rendered files; hidden, so that it is not indexed as videos. */
  public static final String VARIANTS = ".variants";

  /** Copies the lists. */
  public Truth {
    checkArgument(!file.isEmpty(), "a truth needs the name of its file");
    impacts = List.copyOf(impacts);
    onsetsMicros = List.copyOf(onsetsMicros);
  }

  /**
   * The picture stream.
   *
   * @param width columns
   * @param height rows
   * @param fps frames per second
   * @param frames number of frames
   * @param background name of the background, its family first
   * @param distractors number of silent objects
   */
  public record Picture(
      int width, int height, FrameRate fps, int frames, String background, int distractors) {}

  /**
   * The sound stream.
   *
   * @param sampleRate samples per second
   * @param samples number of samples
   * @param signalToNoiseDb power of the impacts over that of the background noise, in dB
   */
  public record Sound(int sampleRate, int samples, double signalToNoiseDb) {}

  /**
   * An object that sounds.
   *
   * @param kind outline and timbre
   * @param diameter extent over the picture's smaller side
   * @param hueDegrees colour of the filling
   * @param fundamentalHz frequency of the lowest partial
   * @param partials modes of vibration
   */
  public record SoundingObject(
      ObjectKind kind,
      double diameter,
      double hueDegrees,
      double fundamentalHz,
      List<ObjectKind.Partial> partials) {

    /** Copies the list. */
    public SoundingObject {
      partials = List.copyOf(partials);
    }

    static SoundingObject of(ObjectLook look) {
      return new SoundingObject(
          look.kind(),
          look.diameter(),
          look.hueDegrees(),
          look.fundamentalHz(),
          look.kind().partials());
    }
  }

  /**
   * A visible impact of the object that sounds.
   *
   * @param micros when, in microseconds
   * @param x column of the object's middle over the picture's width, 0 to 1
   * @param y row of the object's middle over the picture's height, 0 to 1
   */
  public record Impact(long micros, double x, double y) {}

  /** Returns whether this is an ordinary file, not a re-rendered one. */
  public boolean ordinary() {
    return variantOf == null;
  }

  /**
   * Checks that {@code folder} has re-rendered sound tracks.
   *
   * @throws SynthException if it has none
   */
  public static void requireVariants(Path folder) throws SynthException {
    for (String name : List.of(VARIANTS, FILE_NAME)) {
      if (!Files.exists(folder.resolve(name))) {
        throw new SynthException(
            folder,
            "has no "
                + name
                + ", so no re-rendered sound tracks: give a folder of avts synth --held-out");
      }
    }
  }

  /**
   * Reads all lines of {@code folder}/truth.jsonl.
   *
   * @throws SynthException if a line is not what it should be
   * @throws IOException if the file cannot be read
   */
  public static List<Truth> readAll(Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    JsonMapper mapper = ManifestJson.mapper();
    List<Truth> truths = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        truths.add(mapper.readValue(line, Truth.class));
      }
    } catch (JsonProcessingException e) {
      throw new SynthException(
          file, "line " + (truths.size() + 1) + ": " + e.getOriginalMessage(), e);
    }
    return truths;
  }

  /** Writes {@code truths} to {@code folder}/truth.jsonl, which appears complete or not at all. */
  static void writeAll(Path folder, List<Truth> truths) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    AtomicFiles.replace(
        folder.resolve(FILE_NAME),
        unfinished -> {
          try (BufferedWriter out = Files.newBufferedWriter(unfinished, UTF_8)) {
            for (Truth truth : truths) {
              out.write(mapper.writeValueAsString(truth));
              out.write('\n');
            }
          }
        });
  }
}
