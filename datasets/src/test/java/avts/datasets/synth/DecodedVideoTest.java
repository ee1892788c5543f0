package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.media.VideoFrames;
import avts.datasets.synth.LogisticRegression.Example;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the generator meant, found again in the files that it wrote. */
final class DecodedVideoTest {
  private static final ImpactsConfig CONFIG = ImpactsConfig.standard(24, 31);

  @TempDir static Path folder;
  private static List<Truth> truths = List.of();

  @BeforeAll
  static void write() throws Exception {
    truths = ImpactsGenerator.generate(CONFIG, folder, 2, () -> {});
  }

  @Test
  void everyFrameIsThatOfItsTime() throws Exception {
    for (int index = 0; index < 6; index++) {
      Truth truth = truths.get(index);
      ImpactsVideo video = ImpactsVideo.draw(CONFIG, index);
      Scene.Painter painter = video.scene().painter(128, 96);
      int frames = truth.picture().frames();
      try (MediaReader reader =
          FfmpegMediaReader.open(MediaSource.of(folder.resolve(truth.file())))) {
        VideoFrames decoded = reader.readFrames(new FrameSpan(0, frames, truth.picture().fps()), 0);
        assertEquals(128, decoded.width());
        byte[] before = painter.paint(video.microsOf(0));
        byte[] now = painter.paint(video.microsOf(1));
        for (int frame = 1; frame < frames - 1; frame++) {
          byte[] after = painter.paint(video.microsOf(frame + 1));
          double right = difference(decoded, frame, now);
          assertTrue(
              right < difference(decoded, frame, before)
                  && right < difference(decoded, frame, after),
              truth.file() + " frame " + frame);
          before = now;
          now = after;
        }
      }
    }
  }

  private static double difference(VideoFrames decoded, int frame, byte[] picture) {
    double sum = 0;
    int offset = frame * picture.length;
    for (int i = 0; i < picture.length; i++) {
      double difference = (decoded.rgb()[offset + i] & 255) - (picture[i] & 255);
      sum += difference * difference;
    }
    return sum;
  }

  /** At each onset the level rises: the steepest rise of all files lies within a millisecond. */
  @Test
  void soundsBeginWithinAMillisecondOfTheTruth() throws Exception {
    List<Double> offsets = new ArrayList<>();
    for (int index = 0; index < CONFIG.videos(); index++) {
      Truth truth = truths.get(index);
      int rate = 48_000;
      try (MediaReader reader =
          FfmpegMediaReader.open(MediaSource.of(folder.resolve(truth.file())))) {
        float[] sound = reader.readSamples(new SampleSpan(0, 4 * rate, rate));
        for (long onset : truth.onsetsMicros()) {
          if (onset > 100_000 && onset < 3_900_000) {
            offsets.add(steepestRise(sound, (int) (onset * rate / 1_000_000)) * 1000.0 / rate);
          }
        }
      }
    }
    offsets.sort(null);
    double median = offsets.get(offsets.size() / 2);
    assertEquals(0, median, 0.5, "median of onset errors in ms");
    long near = offsets.stream().filter(offset -> Math.abs(offset) < 1).count();
    assertTrue(near > 0.9 * offsets.size(), near + " of " + offsets.size() + " within 1 ms");
  }

  /** Returns where, around {@code expected}, 2 ms of sound most exceed the 10 ms before them. */
  private static int steepestRise(float[] sound, int expected) {
    int best = 0;
    double bestRatio = 0;
    for (int shift = -960; shift <= 960; shift++) {
      int at = expected + shift;
      double ratio = (1e-9 + power(sound, at, at + 96)) / (1e-9 + power(sound, at - 480, at));
      if (ratio > bestRatio) {
        bestRatio = ratio;
        best = shift;
      }
    }
    return best;
  }

  private static double power(float[] sound, int from, int to) {
    double sum = 0;
    for (int n = from; n < to; n++) {
      sum += sound[n] * sound[n];
    }
    return sum / (to - from);
  }

  @Test
  void decodedFilesKeepTheGates() throws Exception {
    List<List<Example>> examples = List.of(new ArrayList<>(), new ArrayList<>());
    int right = 0;
    int pairs = 0;
    for (int index = 0; index < CONFIG.videos(); index++) {
      Observed seen = observe(truths.get(index));
      for (int start : new int[] {0, 75}) {
        double[] video = seen.videoFeatures(start);
        double[] audio = seen.audioFeatures(start);
        double[] both = Arrays.copyOf(video, video.length + audio.length);
        System.arraycopy(audio, 0, both, video.length, audio.length);
        examples.get(index % 2).add(new Example(both, start == 0));
      }
      for (int start = 1; start < 30; start++) {
        double aligned = seen.agreement(start, start, 1, true);
        double shifted = seen.agreement(start, start + 40, 1, true);
        right += aligned > shifted ? 1 : 0;
        pairs++;
      }
    }
    double trend =
        0.5
            * (LogisticRegression.train(examples.get(0)).accuracy(examples.get(1))
                + LogisticRegression.train(examples.get(1)).accuracy(examples.get(0)));
    // 48 windows of 24 files: three standard errors are 0.22.
    assertEquals(0.5, trend, 0.22, "first against last second");
    double choice = (double) right / pairs;
    assertTrue(choice <= 0.78, "envelope against frame difference: " + choice);
  }

  private static Observed observe(Truth truth) throws Exception {
    try (MediaReader reader =
        FfmpegMediaReader.open(MediaSource.of(folder.resolve(truth.file())))) {
      VideoFrames frames =
          reader.readFrames(new FrameSpan(0, 100, FrameRate.of(Observed.RATE)), Observed.SIDE);
      int size = frames.height() * frames.width() * 3;
      byte[][] pictures = new byte[100][];
      for (int k = 0; k < pictures.length; k++) {
        pictures[k] = Arrays.copyOfRange(frames.rgb(), k * size, (k + 1) * size);
      }
      float[] sound = reader.readSamples(new SampleSpan(0, 96_000, 24_000));
      return Observed.of(pictures, sound, 24_000);
    }
  }
}
