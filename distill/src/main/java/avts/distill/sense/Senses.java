package avts.distill.sense;

import avts.datasets.media.MediaException;
import avts.datasets.segment.Segments;
import avts.datasets.signal.Moments;
import avts.datasets.take.GrayVideo;
import avts.distill.pretrained.EncodedTakes;
import avts.distill.pretrained.EncodersConfig;
import avts.distill.pretrained.EncodersConfig.Hearing;
import avts.distill.pretrained.EncodersConfig.LayerConfig;
import avts.distill.pretrained.EncodersConfig.Seeing;
import avts.distill.segment.SegmentConfig;
import avts.pretrain.take.PrincipalComponents;
import avts.pretrain.take.TakeMedia;
import avts.pretrain.take.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Turns takes into what networks hear and see; scales and components are fitted to the takes that
 * may be learned from. Immutable.
 */
public final class Senses {
  private final TakeMedia media;
  private final Sounds clean;
  private final SensesConfig config;
  private final List<Integer> known;

  /**
   * Prepares.
   *
   * @param media the set, with pictures of the config's size
   * @param known takes that may be looked at
   */
  public Senses(TakeMedia media, SensesConfig config, Collection<Integer> known) {
    this.media = media;
    this.config = config;
    this.known = List.copyOf(known);
    clean = Sounds.of(media, config.heard(), known);
  }

  /** Returns how the sound is scaled. */
  public avts.datasets.segment.Hearing hearing() {
    return clean.hearing();
  }

  /**
   * Cuts all takes of the set, which networks hear and see themselves.
   *
   * @param draws how often the noise is drawn for each
   */
  public SegmentedTakes of(Noise noise, int draws) {
    List<Sounds> noisy = clean.under(noise, draws);
    Stream heard = features(noisy);
    return segmented(noisy, new Streams(heard, features(List.of(clean)), heard, pixels()));
  }

  /**
   * Cuts all takes of the set, which some networks hear or see by encoders, as the config says.
   *
   * @param draws how often the noise is drawn for each
   * @param encoded the takes by the encoders
   * @throws IllegalStateException if the config has no encoders
   */
  public SegmentedTakes of(Noise noise, int draws, EncodedTakes encoded)
      throws IOException, MediaException {
    EncodersConfig encoders = config.encoders();
    if (encoders == null) {
      throw new IllegalStateException("the config has no senses.encoders");
    }
    List<Sounds> noisy = clean.under(noise, draws);
    Ears ears = new Ears(encoded, encoders.heard());
    Stream heard = ears.of(encoders.studentHears(), noisy);
    return segmented(
        noisy,
        new Streams(
            heard,
            ears.of(encoders.studentHears(), List.of(clean)),
            encoders.teacherHears() == encoders.studentHears()
                ? heard
                : ears.of(encoders.teacherHears(), noisy),
            encoders.teacherSees() == Seeing.PIXELS
                ? pixels()
                : Stream.encoded(encoded.pictures(), encoders.seen(), known)));
  }

  /** What there is to be heard and seen; what is heard with noise, under every draw. */
  private record Streams(Stream heard, Stream clean, Stream teacherHeard, Stream seen) {}

  private SegmentedTakes segmented(List<Sounds> noisy, Streams streams) {
    int count = config.segments().count();
    List<SegmentedTakes.One> takes = new ArrayList<>();
    for (Sounds sounds : noisy) {
      for (int take = 0; take < media.takes().size(); take++) {
        // Where segments lie is told by what the student hears.
        Segments segments = Segments.of(sounds.scaled().get(take), config.segments().cut());
        int drawn = takes.size();
        takes.add(
            new SegmentedTakes.One(
                streams.heard.of(drawn, segments),
                streams.clean.of(take, segments),
                streams.teacherHeard.of(drawn, segments),
                streams.seen.of(take, segments),
                segments.mask()));
      }
    }
    return new SegmentedTakes(count, takes);
  }

  private Stream features(List<Sounds> draws) {
    return new Stream(
        draws.stream().flatMap(sounds -> sounds.scaled().stream()).map(Track::of).toList(),
        config.segments().heardSteps());
  }

  /** The ears of networks; noise comes before them. */
  private final class Ears {
    private final EncodedTakes encoded;
    private final LayerConfig layer;

    Ears(EncodedTakes encoded, LayerConfig layer) {
      this.encoded = encoded;
      this.layer = layer;
    }

    Stream of(Hearing hearing, List<Sounds> draws) {
      if (hearing == Hearing.FEATURES) {
        return features(draws);
      }
      List<Track> tracks = new ArrayList<>();
      for (Sounds sounds : draws) {
        for (int take = 0; take < media.takes().size(); take++) {
          tracks.add(encoded.sound(media.picturesOf(take), sounds.unscaled().get(take)));
        }
      }
      // The first draw, which is also asked, tells the scale.
      return Stream.encoded(tracks, layer, known);
    }
  }

  private Stream pixels() {
    SegmentConfig segments = config.segments();
    int size = config.seen().height() * config.seen().width();
    List<float[]> videos = new ArrayList<>();
    for (int take = 0; take < media.takes().size(); take++) {
      float[] values = media.picturesOf(take).values();
      videos.add(config.seen().takeMean() ? Moments.centred(values, size) : values);
    }
    PrincipalComponents components =
        new PrincipalComponents(
            known.stream().map(videos::get).toList(), size, config.seen().components(), false);
    List<Track> tracks = new ArrayList<>();
    for (int take = 0; take < videos.size(); take++) {
      GrayVideo video = media.picturesOf(take);
      tracks.add(
          Track.ofSteps(
              components.apply(videos.get(take)), components.count(), 1 / video.framesPerSecond()));
    }
    return Stream.standardised(tracks, segments.seenSteps(), known);
  }
}
