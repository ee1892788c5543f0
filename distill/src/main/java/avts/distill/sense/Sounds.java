package avts.distill.sense;

import avts.datasets.take.FeatureTrack;
import avts.datasets.take.Take;
import avts.distill.sense.SensesConfig.HeardConfig;
import avts.pretrain.take.Moments;
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
 * @param moments of the features of known takes, without noise
 */
record Sounds(
    List<Take> takes, List<FeatureTrack> unscaled, List<FeatureTrack> scaled, Moments moments) {

  /** Prepares the sound without noise. */
  static Sounds of(TakeMedia media, HeardConfig config, Collection<Integer> known) {
    List<FeatureTrack> given = new ArrayList<>(media.sounds());
    if (config.takeMean()) {
      given.replaceAll(track -> with(track, TakeMean.without(track.values(), track.dimensions())));
    }
    Moments moments =
        Moments.of(
            known.stream().map(take -> given.get(take).values()).toList(),
            given.get(0).dimensions());
    given.replaceAll(track -> with(track, moments.standardise(track.values())));
    return new Sounds(media.takes(), media.sounds(), given, moments);
  }

  private static FeatureTrack with(FeatureTrack track, float[] values) {
    return new FeatureTrack(values, track.vectors(), track.dimensions(), track.stepSeconds());
  }

  /** Returns the same sound under several draws of noise, which this must be without. */
  List<Sounds> under(Noise noise, int draws) {
    List<Sounds> noisy = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      List<FeatureTrack> scaledNoisy = new ArrayList<>();
      List<FeatureTrack> unscaledNoisy = new ArrayList<>();
      for (int take = 0; take < takes.size(); take++) {
        float[] values = scaled.get(take).values().clone();
        float[] same = unscaled.get(take).values().clone();
        float[] drawn = noise.of(takes.get(take).id(), draw, values.length);
        for (int i = 0; i < drawn.length; i++) {
          values[i] += drawn[i];
          same[i] += drawn[i] * moments.deviation()[i % moments.deviation().length];
        }
        scaledNoisy.add(with(scaled.get(take), values));
        unscaledNoisy.add(with(unscaled.get(take), same));
      }
      noisy.add(new Sounds(takes, unscaledNoisy, scaledNoisy, moments));
    }
    return noisy;
  }
}
