package avts.distill.sense;

import avts.datasets.take.FeatureTrack;
import avts.distill.sense.SensesConfig.HeardConfig;
import avts.pretrain.take.Moments;
import avts.pretrain.take.TakeMedia;
import avts.pretrain.take.Track;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The sound of all takes, with one draw of noise for all who hear it.
 *
 * @param raw features in the scale of the set
 * @param moments of the features of known takes
 * @param clean features with mean 0 and deviation 1, as the moments have it
 * @param noise what is added to these
 */
record Sounds(List<FeatureTrack> raw, Moments moments, List<float[]> clean, List<float[]> noise) {

  static Sounds of(TakeMedia media, HeardConfig config, Collection<Integer> known, Noise noise) {
    List<float[]> clean = new ArrayList<>();
    for (FeatureTrack track : media.sounds()) {
      clean.add(
          config.takeMean()
              ? TakeMean.without(track.values(), track.dimensions())
              : track.values());
    }
    Moments moments =
        Moments.of(known.stream().map(clean::get).toList(), media.sounds().get(0).dimensions());
    clean.replaceAll(moments::standardise);
    List<float[]> drawn = new ArrayList<>();
    for (int take = 0; take < clean.size(); take++) {
      drawn.add(noise.of(media.takes().get(take).id(), clean.get(take).length));
    }
    return new Sounds(media.sounds(), moments, clean, drawn);
  }

  /** Returns a take as networks hear it. */
  FeatureTrack scaled(int take, boolean noisy) {
    float[] values = clean.get(take).clone();
    for (int i = 0; noisy && i < values.length; i++) {
      values[i] += noise.get(take)[i];
    }
    return with(raw.get(take), values);
  }

  /** Returns a take as encoders hear it: in the scale of the set, with the noise in that scale. */
  FeatureTrack unscaled(int take, boolean noisy) {
    float[] values = raw.get(take).values().clone();
    float[] deviation = moments.deviation();
    for (int i = 0; noisy && i < values.length; i++) {
      values[i] += noise.get(take)[i] * deviation[i % deviation.length];
    }
    return with(raw.get(take), values);
  }

  private static FeatureTrack with(FeatureTrack track, float[] values) {
    return new FeatureTrack(values, track.vectors(), track.dimensions(), track.stepSeconds());
  }

  List<Track> scaled(boolean noisy) {
    List<Track> tracks = new ArrayList<>();
    for (int take = 0; take < raw.size(); take++) {
      tracks.add(Track.of(scaled(take, noisy)));
    }
    return tracks;
  }
}
