package avts.datasets.index;

import avts.datasets.manifest.ManifestEntry;
import java.util.List;

/**
 * What decoding a whole file told.
 *
 * @param pictures number of pictures
 * @param pictureStartMicros when the first picture is shown
 * @param pictureEndMicros when the last picture's time is over
 * @param soundStartMicros when the first sample sounds
 * @param soundEndMicros when the last sample is over
 * @param content the part of the measurements that a manifest keeps
 * @param fingerprint the sound's fingerprint in base 64, empty where the sound is too short
 */
record Measures(
    long pictures,
    long pictureStartMicros,
    long pictureEndMicros,
    long soundStartMicros,
    long soundEndMicros,
    ManifestEntry.Content content,
    String fingerprint) {

  long pictureMicros() {
    return pictureEndMicros - pictureStartMicros;
  }

  long soundMicros() {
    return soundEndMicros - soundStartMicros;
  }

  /** Returns the loudest step of the sound, in dB. */
  double loudestDb() {
    return max(content.soundDb(), SoundTrack.SILENCE_DB);
  }

  /** Returns the motion of the step with the most. */
  double mostMotion() {
    return max(content.motion(), 0);
  }

  private static double max(List<Float> values, double least) {
    return values.stream().mapToDouble(Float::doubleValue).reduce(least, Math::max);
  }
}
