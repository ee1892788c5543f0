package avts.transfer.run;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes whose pictures and sound follow one hidden course in time: four labels, three speakers. A
 * bright bar moves as the label says; the sound's vector follows the bar.
 */
class MadeTakes implements TakeSet {
  private static final int FRAMES = 10;
  private final List<Take> takes = new ArrayList<>();
  private final int copies;

  MadeTakes(int repetitions) {
    this(repetitions, 1);
  }

  /** Takes whose sound has each of its three values several times, for networks that need more. */
  MadeTakes(int repetitions, int copies) {
    this.copies = copies;
    for (String speaker : List.of("Ann", "Bob", "Cid")) {
      for (String label : List.of("A", "B", "C", "D")) {
        for (int repetition = 1; repetition <= repetitions; repetition++) {
          takes.add(new Take(label + repetition + "_" + speaker, label, speaker, repetition));
        }
      }
    }
  }

  private static double place(Take take, double time) {
    SplittableRandom random = new SplittableRandom(take.id().hashCode());
    double late = 0.1 * random.nextGaussian();
    double phase =
        switch (take.label()) {
          case "A" -> Math.sin(2 * Math.PI * (time + late));
          case "B" -> Math.cos(2 * Math.PI * (time + late));
          case "C" -> 2 * (time + late) - 1;
          default -> 1 - 2 * (time + late);
        };
    return Math.max(0, Math.min(7, 3.5 + 3 * phase));
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
    SplittableRandom random = new SplittableRandom(take.id().hashCode() + 1L);
    float[] values = new float[FRAMES * 32];
    for (int frame = 0; frame < FRAMES; frame++) {
      double place = place(take, (frame + 0.5) / FRAMES);
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 4; x++) {
          values[frame * 32 + y * 4 + x] =
              (float) (100 * Math.exp(-(y - place) * (y - place)) + 5 * random.nextGaussian());
        }
      }
    }
    return new GrayVideo(values, FRAMES, 8, 4, 25);
  }

  @Override
  public FeatureTrack sound(Take take) {
    SplittableRandom random = new SplittableRandom(take.id().hashCode() + 2L);
    float[] values = new float[2 * FRAMES * 3 * copies];
    for (int i = 0; i < 2 * FRAMES; i++) {
      double place = place(take, (i + 0.5) / (2 * FRAMES));
      float[] vector = {
        (float) (place + 0.1 * random.nextGaussian()),
        (float) (place * place / 7 + 0.1 * random.nextGaussian()),
        (float) random.nextGaussian()
      };
      for (int k = 0; k < 3 * copies; k++) {
        values[3 * copies * i + k] = vector[k % 3];
      }
    }
    return new FeatureTrack(values, 2 * FRAMES, 3 * copies, 0.02);
  }
}
