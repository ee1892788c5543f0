package avts.pretrain.sync;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.MediaSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the meter must know of a file before it listens.
 *
 * @param source the file whose pictures are seen
 * @param sound the file whose sound is heard: the same one, but in tests with another's sound
 * @param startMicros where on the timeline both streams have begun
 * @param endMicros where on the timeline the first of them ends
 * @param cutsMicros timestamps of the first picture of each shot but the first, ascending
 * @param soundLaterMicros how much later than it is the sound is to be taken, for tests with a
 *     known offset; 0: as it is
 */
public record SyncTrack(
    MediaSource source,
    MediaSource sound,
    long startMicros,
    long endMicros,
    List<Long> cutsMicros,
    long soundLaterMicros,
    Removed removed) {

  /** What a test takes away from a file. */
  public enum Removed {
    /** Nothing. */
    NOTHING,
    /** All sound: digital silence is heard. */
    SOUND,
    /** All motion: one picture is seen. */
    MOTION
  }

  /** Copies the list and checks the order of times. */
  public SyncTrack {
    cutsMicros = List.copyOf(cutsMicros);
    checkArgument(startMicros <= endMicros, "%s ends at %s, before it starts", source, endMicros);
  }

  /** Returns the track of a file that was measured by the index. */
  public static SyncTrack of(Manifest manifest, int index) {
    ManifestEntry entry = manifest.entries().get(index);
    ManifestEntry.Content content =
        checkNotNull(entry.content(), "%s was not decoded", entry.name());
    return new SyncTrack(
        manifest.source(index),
        manifest.source(index),
        content.startMicros(),
        content.endMicros(),
        content.cutsMicros(),
        0,
        Removed.NOTHING);
  }

  /**
   * Returns this file cut anew with its sound {@code micros} later: only the time in which both
   * streams still run is left, so that no silence at an end gives the shift away.
   */
  public SyncTrack withSoundLater(long micros) {
    long start = startMicros + Math.max(0, micros);
    return new SyncTrack(
        source,
        sound,
        start,
        Math.max(start, endMicros + Math.min(0, micros)),
        cutsMicros,
        soundLaterMicros + micros,
        removed);
  }

  /** Returns these pictures with the sound of {@code other}, as long as both last. */
  public SyncTrack withSoundOf(SyncTrack other) {
    long start = Math.max(startMicros, other.startMicros);
    return new SyncTrack(
        source,
        other.sound,
        start,
        Math.max(start, Math.min(endMicros, other.endMicros)),
        cutsMicros,
        other.soundLaterMicros,
        removed);
  }

  /** Returns this file with something taken away. */
  public SyncTrack without(Removed what) {
    return new SyncTrack(source, sound, startMicros, endMicros, cutsMicros, soundLaterMicros, what);
  }

  /** Returns the middle of this file, at most {@code micros} long. */
  public SyncTrack middle(long micros) {
    long spare = Math.max(0, endMicros - startMicros - micros);
    return new SyncTrack(
        source,
        sound,
        startMicros + spare / 2,
        endMicros - (spare - spare / 2),
        cutsMicros,
        soundLaterMicros,
        removed);
  }

  /** Returns the shots, in order. */
  public List<Shot> shots() {
    List<Shot> shots = new ArrayList<>();
    long from = startMicros;
    for (long cut : cutsMicros) {
      if (cut > from && cut < endMicros) {
        shots.add(new Shot(from, cut));
        from = cut;
      }
    }
    shots.add(new Shot(from, endMicros));
    return shots;
  }

  /**
   * A stretch without a cut.
   *
   * @param startMicros its first moment
   * @param endMicros its end
   */
  public record Shot(long startMicros, long endMicros) {}
}
