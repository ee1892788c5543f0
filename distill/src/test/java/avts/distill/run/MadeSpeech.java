package avts.distill.run;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A set of takes in memory, of which sound and pictures both tell what was said: a bright line that
 * moves, and two values that move alike.
 */
final class MadeSpeech implements TakeSet {
  private static final int FRAMES = 10;
  private static final int HEIGHT = 8;
  private static final int WIDTH = 4;

  private final List<Take> takes = new ArrayList<>();

  MadeSpeech(int repetitions) {
    for (String speaker : List.of("Ann", "Bob", "Cid")) {
      for (String label : List.of("A", "B", "C")) {
        for (int repetition = 1; repetition <= repetitions; repetition++) {
          takes.add(new Take(label + repetition + "_" + speaker, label, speaker, repetition));
        }
      }
    }
  }

  private static double place(Take take, double time) {
    double late = 0.1 * new SplittableRandom(take.id().hashCode()).nextGaussian();
    return switch (take.label()) {
      case "A" -> 3.5 + 3 * Math.sin(2 * Math.PI * (time + late));
      case "B" -> 3.5 + 3 * Math.sin(5 * Math.PI * (time + late));
      default -> Math.max(0, Math.min(7, 7 * (time + late)));
    };
  }

  @Override
  public String name() {
    return "made";
  }

  @Override
  public List<Take> takes() {
    return List.copyOf(takes);
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public GrayVideo video(Take take) {
    float[] values = new float[FRAMES * HEIGHT * WIDTH];
    for (int frame = 0; frame < FRAMES; frame++) {
      double place = place(take, (frame + 0.5) / FRAMES);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          values[(frame * HEIGHT + y) * WIDTH + x] =
              (float) (100 * Math.exp(-(y - place) * (y - place)));
        }
      }
    }
    return new GrayVideo(values, FRAMES, HEIGHT, WIDTH, 25);
  }

  @Override
  public FeatureTrack sound(Take take) {
    SplittableRandom random = new SplittableRandom(take.id().hashCode() + 2L);
    float[] values = new float[2 * FRAMES * 2];
    for (int i = 0; i < 2 * FRAMES; i++) {
      double place = place(take, (i + 0.5) / (2 * FRAMES));
      values[2 * i] = (float) (place + 0.1 * random.nextGaussian());
      values[2 * i + 1] = (float) (place * place / 7 + 0.1 * random.nextGaussian());
    }
    return new FeatureTrack(values, 2 * FRAMES, 2, 0.02);
  }
}
