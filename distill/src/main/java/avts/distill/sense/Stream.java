package avts.distill.sense;

import avts.datasets.segment.Segments;
import avts.datasets.signal.Moments;
import avts.distill.pretrained.EncodersConfig.LayerConfig;
import avts.pretrain.take.Track;
import java.util.Collection;
import java.util.List;

/**
 * One sense of all takes.
 *
 * @param tracks one a take, by its number in the set
 * @param steps moments of a segment at which it is looked at
 */
record Stream(List<Track> tracks, int steps) {

  /** Copies the list. */
  Stream {
    tracks = List.copyOf(tracks);
  }

  /** Gives each value mean 0 and deviation 1 over the takes that may be looked at. */
  static Stream standardised(List<Track> tracks, int steps, Collection<Integer> known) {
    Moments moments =
        Moments.of(
            known.stream().map(take -> tracks.get(take).values()).toList(), tracks.get(0).width());
    return new Stream(
        tracks.stream().map(track -> track.with(moments.standardise(track.values()))).toList(),
        steps);
  }

  /** Prepares what an encoder gives likewise. */
  static Stream encoded(List<Track> tracks, LayerConfig config, Collection<Integer> known) {
    List<Track> given =
        config.takeMean()
            ? tracks.stream()
                .map(track -> track.with(Moments.centred(track.values(), track.width())))
                .toList()
            : tracks;
    return standardised(given, config.steps(), known);
  }

  /**
   * Returns what is there of a take's segments, {@code [S, steps, width]}, 0 in those that are
   * padding.
   */
  float[] of(int take, Segments segments) {
    Track track = tracks.get(take);
    return segments.values(steps, track.width(), track::at);
  }
}
