package avts.distill.sense;

import avts.datasets.segment.Hearing;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.Take;
import avts.distill.sense.SensesConfig.HeardConfig;
import avts.pretrain.take.TakeMedia;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The sound of all takes, under one draw of noise for all who hear it or under none.
 *
 * @param takes the takes
 * @param unscaled features in the scale of the set, as encoders hear them
 * @param scaled features with mean 0 and deviation 1, as networks hear them
 * @param hearing how features of known takes are scaled, without noise
 */
record Sounds(
    List<Take> takes, List<FeatureTrack> unscaled, List<FeatureTrack> scaled, Hearing hearing) {

  /** Prepares the sound without noise. */
  static Sounds of(TakeMedia media, HeardConfig config, Collection<Integer> known) {
    Hearing hearing =
        Hearing.fit(config.takeMean(), known.stream().map(media.sounds()::get).toList());
    return new Sounds(
        media.takes(),
        media.sounds(),
        media.sounds().stream().map(hearing::scaled).toList(),
        hearing);
  }

  /** Returns the same sound under several draws of noise, which this must be without. */
  List<Sounds> under(Noise noise, int draws) {
    List<Sounds> noisy = new ArrayList<>();
    float[] deviation = hearing.moments().deviation();
    for (int draw = 0; draw < draws; draw++) {
      List<FeatureTrack> scaledNoisy = new ArrayList<>();
      List<FeatureTrack> unscaledNoisy = new ArrayList<>();
      for (int take = 0; take < takes.size(); take++) {
        float[] values = scaled.get(take).values().clone();
        float[] same = unscaled.get(take).values().clone();
        float[] drawn = noise.of(takes.get(take).id(), draw, values.length);
        for (int i = 0; i < drawn.length; i++) {
          values[i] += drawn[i];
          same[i] += drawn[i] * deviation[i % deviation.length];
        }
        scaledNoisy.add(scaled.get(take).with(values));
        unscaledNoisy.add(unscaled.get(take).with(same));
      }
      noisy.add(new Sounds(takes, unscaledNoisy, scaledNoisy, hearing));
    }
    return noisy;
  }
}
