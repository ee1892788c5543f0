package avts.transfer.feature;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.Interpolation;
import avts.datasets.take.GrayVideo;
import avts.pretrain.take.PrincipalComponents;
import avts.pretrain.take.TakeMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Sound as vectors, fitted to the takes whose sound is known. The same vectors are taken at two
 * sets of times.
 *
 * @param spoken at steps over the spoken part of each take, for classifying the sound
 * @param aligned at the moments of the steps of the pictures, for mapping to what is seen then; of
 *     takes of sound alone evenly over all of it
 */
public record AudioFeatures(StepVectors spoken, StepVectors aligned) {

  /**
   * Returns the vectors of all takes.
   *
   * @param videoSteps steps of the pictures
   * @param known takes that speakers' statistics and principal components are taken from
   */
  public static AudioFeatures fit(
      TakeMedia media, AudioFeatureConfig config, int videoSteps, Collection<Integer> known) {
    int dimensions = media.sounds().get(0).dimensions();
    checkArgument(
        config.energy() < dimensions,
        "energy %s is no value of vectors of %s",
        config.energy(),
        dimensions);
    List<float[]> tracks =
        new ArrayList<>(media.sounds().stream().map(FeatureTrack::values).toList());
    if (config.speaker() == SpeakerNorm.STANDARDISE) {
      tracks =
          SpeakerStatistics.of(media.takes(), tracks, dimensions, known)
              .applyToAll(media.takes(), tracks);
    }
    tracks.replaceAll(track -> Context.around(track, dimensions, config.context()));
    int width = dimensions * (1 + 2 * config.context());
    if (config.components() > 0) {
      PrincipalComponents components =
          new PrincipalComponents(
              known.stream().map(tracks::get).toList(),
              width,
              config.components(),
              config.whiten());
      tracks.replaceAll(components::apply);
      width = components.count();
    }
    List<float[]> spoken = new ArrayList<>();
    List<float[]> aligned = new ArrayList<>();
    for (int take = 0; take < tracks.size(); take++) {
      FeatureTrack sound = media.sounds().get(take);
      spoken.add(resample(tracks.get(take), width, Stretch.spoken(sound, config), config.steps()));
      Stretch whole =
          media
              .pictures()
              .get(take)
              .map(video -> Stretch.ofPictures(video, sound))
              .orElseGet(() -> Stretch.ofAll(sound));
      aligned.add(resample(tracks.get(take), width, whole, videoSteps));
    }
    return new AudioFeatures(
        new StepVectors(config.steps(), width, spoken),
        new StepVectors(videoSteps, width, aligned));
  }

  private static float[] resample(float[] track, int width, Stretch stretch, int steps) {
    float[] result = new float[steps * width];
    for (int step = 0; step < steps; step++) {
      double place = stretch.first + Interpolation.place(step, steps, stretch.length);
      Interpolation.at(track, width, place, result, step * width);
    }
    return result;
  }

  /** Part of a track, in vectors; the first vector lies at 0. */
  private record Stretch(double first, double length) {
    private static final double FLOOR = 0.05;

    /** The pictures' time, picture k from k / rate to (k + 1) / rate, in vectors of the sound. */
    static Stretch ofPictures(GrayVideo video, FeatureTrack sound) {
      return new Stretch(0, video.frames() / video.framesPerSecond() / sound.stepSeconds());
    }

    /** All of the sound; the last window reaches a step beyond where it begins. */
    static Stretch ofAll(FeatureTrack sound) {
      return new Stretch(0, sound.vectors() + 1.0);
    }

    /** From one vector before the first loud one to one after the last. */
    static Stretch spoken(FeatureTrack sound, AudioFeatureConfig config) {
      if (config.energy() < 0) {
        return new Stretch(0, sound.vectors());
      }
      double[] loudness = new double[sound.vectors()];
      Arrays.setAll(loudness, i -> sound.values()[i * sound.dimensions() + config.energy()]);
      double[] sorted = loudness.clone();
      Arrays.sort(sorted);
      double floor = sorted[(int) (FLOOR * (sorted.length - 1))];
      double limit = floor + config.threshold() * (sorted[sorted.length - 1] - floor);
      int first = 0;
      while (loudness[first] < limit) {
        first++;
      }
      int last = loudness.length - 1;
      while (loudness[last] < limit) {
        last--;
      }
      first = Math.max(0, first - 1);
      last = Math.min(loudness.length - 1, last + 1);
      return new Stretch(first, last - first + 1.0);
    }
  }
}
