package avts.distill.bundle;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.Moments;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SlidingWindows;
import avts.distill.runtime.FeatureSettings;
import avts.distill.runtime.FeatureSettings.Kind;
import avts.distill.runtime.SegmentSettings;
import avts.distill.student.Ear;
import avts.distill.student.Student;
import avts.distill.student.StudentOrigin;
import avts.pretrain.engine.Logits;
import avts.pretrain.engine.SegmentOutput;
import avts.pretrain.exchange.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code avts export}: the student that a run of {@code avts distill} has left, as a bundle.
 *
 * @param student the student
 * @param name name of its run, for people
 * @param kind whether the bundle gives probabilities of the classes, or the embedding
 * @param windows what the bundle cuts streams into
 */
public record StudentExport(Student student, String name, Kind kind, SlidingWindows windows) {

  /**
   * Returns windows for streams.
   *
   * @param seconds length, rounded to frames; null for the mean length of the takes that were
   *     learned from
   * @param hopSeconds distance of two windows' beginnings; null for windows that adjoin each other
   */
  public static SlidingWindows windows(
      Ear ear, @Nullable Double seconds, @Nullable Double hopSeconds) {
    double length = seconds == null ? ear.seconds() : seconds;
    checkArgument(
        length > 0 && length <= 3_600, "a window must last over 0 up to 3600 s, got %s", length);
    int frames = Math.max(1, (int) Math.rint(length * ear.frameRate().perSecond()));
    ClipGrid grid = new ClipGrid(frames, ear.frameRate(), ear.bank().sampleRate());
    return hopSeconds == null
        ? SlidingWindows.adjoining(grid)
        : new SlidingWindows(grid, hopSeconds);
  }

  /**
   * Writes the bundle and compares what it gives for noise with what the student itself gives.
   *
   * @return the largest difference, in parts of the largest value but at least of 1
   * @throws IOException if the folder is there already or cannot be written
   * @throws IllegalStateException if the two differ; nothing is left then
   */
  public double write(Path folder) throws IOException {
    NoiseTrial trial =
        new NoiseTrial(
            (samples, preceding) -> {
              SegmentOutput output = student.network().of(student.ear().hear(samples, preceding));
              return kind == Kind.CLASSES
                  ? Logits.softmax(output.logits(), student.classes().size(), 1)
                  : output.whole();
            });
    new BundleWriter(content()).write(folder, trial);
    return trial.difference();
  }

  private BundleWriter.Content content() {
    StudentOrigin origin = student.origin();
    Ear ear = student.ear();
    Moments moments = ear.hearing().moments();
    boolean classes = kind == Kind.CLASSES;
    return new BundleWriter.Content(
        new OnnxFile(
            student.network().model(),
            new OnnxFile.Origin(
                name + "/" + origin.row(),
                classes ? "classes" : "embedding",
                student.network().id())),
        new FeatureSettings(
            kind,
            classes ? student.classes().size() : student.network().shape().embedding(),
            ear.bank(),
            new FeatureNormalisation(moments.mean(), moments.deviation()),
            windows,
            new SegmentSettings(ear.hearing().takeMean(), ear.cut())),
        classes ? student.classes() : List.of(),
        new BundleWriter.Training(origin.configHash(), origin.takesSha256(), origin.versions()));
  }
}
