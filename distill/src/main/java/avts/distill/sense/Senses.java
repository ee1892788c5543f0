package avts.distill.sense;

import avts.datasets.segment.Hearing;
import avts.datasets.segment.Segments;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.Moments;
import avts.datasets.take.GrayVideo;
import avts.distill.segment.SegmentConfig;
import avts.pretrain.take.PrincipalComponents;
import avts.pretrain.take.TakeMedia;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Turns takes into what networks hear and see; fitted to the takes that may be learned from.
 * Immutable.
 */
public final class Senses {
  private final SensesConfig config;
  private final Hearing heard;
  private final PrincipalComponents pictures;
  private final Moments seen;

  private Senses(SensesConfig config, Hearing heard, PrincipalComponents pictures, Moments seen) {
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
    List<FeatureTrack> sounds = new ArrayList<>();
    List<float[]> videos = new ArrayList<>();
    for (int take : known) {
      sounds.add(media.sounds().get(take));
      videos.add(video(media.picturesOf(take), config));
    }
    int size = config.seen().height() * config.seen().width();
    PrincipalComponents pictures =
        new PrincipalComponents(videos, size, config.seen().components(), false);
    videos.replaceAll(pictures::apply);
    return new Senses(
        config,
        Hearing.fit(config.heard().takeMean(), sounds),
        pictures,
        Moments.of(videos, pictures.count()));
  }

  private static float[] video(GrayVideo video, SensesConfig config) {
    int size = video.height() * video.width();
    return config.seen().takeMean()
        ? Moments.centred(video.values(), size)
        : video.values().clone();
  }

  /** Returns how the sound is scaled. */
  public Hearing hearing() {
    return heard;
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
        FeatureTrack clean = heard.scaled(media.sounds().get(i));
        FeatureTrack noisy = clean.with(clean.values().clone());
        noise.addTo(noisy.values(), media.takes().get(i).id(), draw);
        takes.add(cut(media.picturesOf(i), clean, noisy));
      }
    }
    return new SegmentedTakes(config.segments().count(), takes);
  }

  private SegmentedTakes.One cut(GrayVideo video, FeatureTrack clean, FeatureTrack noisy) {
    SegmentConfig settings = config.segments();
    // Where segments lie is told by what the student hears.
    Segments segments = Segments.of(noisy, settings.cut());
    return new SegmentedTakes.One(
        segments.values(noisy, settings.heardSteps()),
        segments.values(clean, settings.heardSteps()),
        segments.values(seen(video), settings.seenSteps()),
        segments.mask());
  }

  private FeatureTrack seen(GrayVideo video) {
    float[] values = seen.standardise(pictures.apply(video(video, config)));
    return new FeatureTrack(
        values, values.length / pictures.count(), pictures.count(), 1 / video.framesPerSecond());
  }
}
