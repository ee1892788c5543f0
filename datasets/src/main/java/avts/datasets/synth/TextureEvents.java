package avts.datasets.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When a texture's events happen and how strong each is.
 *
 * @param seconds moments, ascending, some before time 0
 * @param levels strength of each, 0.4 to 1
 */
record TextureEvents(List<Double> seconds, List<Double> levels) {
  private static final double BEFORE = 2;

  /** Copies the lists. */
  TextureEvents {
    seconds = List.copyOf(seconds);
    levels = List.copyOf(levels);
  }

  /** Draws events from some time before the video to its end: from regular to quite irregular. */
  static TextureEvents draw(RandomGenerator random, double eventsPerSecond, double end) {
    double regularity = random.nextDouble();
    List<Double> seconds = new ArrayList<>();
    List<Double> levels = new ArrayList<>();
    double t = -BEFORE + random.nextDouble() / eventsPerSecond;
    while (t < end) {
      seconds.add(t);
      levels.add(1 - 0.6 * random.nextDouble() * (1 - regularity));
      double irregular = -Math.log(1 - random.nextDouble());
      t += (regularity + (1 - regularity) * irregular) / eventsPerSecond;
    }
    return new TextureEvents(seconds, levels);
  }

  /** Returns the index of the last event at or before {@code t}, -1 where there is none. */
  private int last(double t) {
    int last = -1;
    while (last + 1 < seconds.size() && seconds.get(last + 1) <= t) {
      last++;
    }
    return last;
  }

  /** Returns the time since the last event at {@code t} seconds; a long time before the first. */
  double since(double t) {
    int last = last(t);
    return last < 0 ? BEFORE : t - seconds.get(last);
  }

  /** Returns the amplitude at {@code t} seconds, 0 to 1. */
  double amplitude(Texture texture, double t) {
    double sum = 0;
    double decay = texture.decaySeconds();
    for (int i = last(t); i >= 0 && t - seconds.get(i) < 8 * decay; i--) {
      sum += levels.get(i) * Math.exp(-(t - seconds.get(i)) / decay);
    }
    return texture.sustain() + (1 - texture.sustain()) * Math.min(1, sum);
  }
}
