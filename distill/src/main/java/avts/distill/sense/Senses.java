package avts.distill.sense;

import avts.datasets.take.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.distill.segment.SegmentConfig;
import avts.distill.segment.Segments;
import avts.pretrain.take.Interpolation;
import avts.pretrain.take.Moments;
import avts.pretrain.take.PrincipalComponents;
import avts.pretrain.take.TakeMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Turns takes into what networks hear and see; fitted to the takes that may be learned from.
 * Immutable.
 */
public final class Senses {
  private final SensesConfig config;
  private final Moments heard;
  private final PrincipalComponents pictures;
  private final Moments seen;

  private Senses(SensesConfig config, Moments heard, PrincipalComponents pictures, Moments seen) {
    this.config = config;
    this.heard = heard;
    this.pictures = pictures;
    this.seen = seen;
  }

  /**
   * Fits means, deviations and principal components.
   *
   * @param media the set, with pictures of the config's size
   * @param known takes that may be looked at
   */
  public static Senses fit(TakeMedia media, SensesConfig config, Collection<Integer> known) {
    List<float[]> sounds = new ArrayList<>();
    List<float[]> videos = new ArrayList<>();
    for (int take : known) {
      sounds.add(sound(media.sounds().get(take), config));
      videos.add(video(media.picturesOf(take), config));
    }
    int size = config.seen().height() * config.seen().width();
    PrincipalComponents pictures =
        new PrincipalComponents(videos, size, config.seen().components(), false);
    videos.replaceAll(pictures::apply);
    return new Senses(
        config,
        Moments.of(sounds, media.sounds().get(0).dimensions()),
        pictures,
        Moments.of(videos, pictures.count()));
  }

  private static float[] sound(FeatureTrack track, SensesConfig config) {
    return config.heard().takeMean()
        ? withoutMean(track.values(), track.dimensions())
        : track.values().clone();
  }

  private static float[] video(GrayVideo video, SensesConfig config) {
    int size = video.height() * video.width();
    return config.seen().takeMean() ? withoutMean(video.values(), size) : video.values().clone();
  }

  private static float[] withoutMean(float[] values, int width) {
    double[] mean = new double[width];
    for (int i = 0; i < values.length; i++) {
      mean[i % width] += values[i] / (values.length / (double) width);
    }
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) (values[i] - mean[i % width]);
    }
    return result;
  }

  /**
   * Cuts all takes of a set.
   *
   * @param draws how often the noise is drawn for each
   */
  public SegmentedTakes of(TakeMedia media, Noise noise, int draws) {
    List<SegmentedTakes.One> takes = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      for (int i = 0; i < media.takes().size(); i++) {
        FeatureTrack track = media.sounds().get(i);
        float[] clean = heard.standardise(sound(track, config));
        float[] noisy = clean.clone();
        noise.addTo(noisy, media.takes().get(i).id(), draw);
        takes.add(cut(media.picturesOf(i), track, clean, noisy));
      }
    }
    return new SegmentedTakes(config.segments().count(), takes);
  }

  private SegmentedTakes.One cut(
      GrayVideo video, FeatureTrack track, float[] clean, float[] noisy) {
    // Where segments lie is told by what the student hears.
    Segments segments =
        Segments.of(
            new FeatureTrack(noisy, track.vectors(), track.dimensions(), track.stepSeconds()),
            config.segments());
    Sampling sampling = new Sampling(segments, config.segments());
    return new SegmentedTakes.One(
        sampling.heard(noisy, track),
        sampling.heard(clean, track),
        sampling.seen(
            seen.standardise(pictures.apply(video(video, config))),
            pictures.count(),
            1 / video.framesPerSecond()),
        sampling.mask());
  }

  /** Looks at tracks at the moments of segments. */
  private record Sampling(Segments segments, SegmentConfig config) {

    float[] heard(float[] values, FeatureTrack track) {
      return at(values, track.dimensions(), config.heardSteps(), track.stepSeconds());
    }

    float[] seen(float[] values, int width, double stepSeconds) {
      return at(values, width, config.seenSteps(), stepSeconds);
    }

    private float[] at(float[] values, int width, int steps, double stepSeconds) {
      float[] result = new float[config.count() * steps * width];
      int offset = 0;
      for (int segment = 0; segment < segments.counted(); segment++) {
        for (int step = 0; step < steps; step++) {
          // Row k of a track tells about the time around its middle, (k + 1/2) steps.
          double place = segments.moment(segment, step, steps) / stepSeconds - 0.5;
          Interpolation.at(values, width, place, result, offset);
          offset += width;
        }
      }
      return result;
    }

    float[] mask() {
      float[] mask = new float[config.count()];
      Arrays.fill(mask, 0, segments.counted(), 1);
      return mask;
    }
  }
}
