package avts.transfer.feature;

import avts.datasets.take.GrayVideo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Pictures of mouths as vectors, fitted to the takes whose pictures are known. */
public final class VideoFeatures {

  private VideoFeatures() {}

  /**
   * Returns the vectors of all takes.
   *
   * @param media the set, with pictures of the config's size
   * @param known takes that speakers' statistics and principal components are taken from; nothing
   *     is learned from the others
   */
  public static StepVectors fit(
      TakeMedia media, VideoFeatureConfig config, Collection<Integer> known) {
    int width = config.height() * config.width();
    List<float[]> rows = new ArrayList<>();
    for (GrayVideo video : media.pictures()) {
      rows.add(resample(video, config));
    }
    if (config.speaker() != SpeakerNorm.NONE) {
      boolean everyStep = config.speaker() == SpeakerNorm.TRAJECTORY;
      int length = everyStep ? config.steps() * width : width;
      rows = new SpeakerStatistics(media.takes(), rows, length, known).applyToAll(rows);
    }
    if (config.components() > 0) {
      PrincipalComponents components =
          new PrincipalComponents(
              known.stream().map(rows::get).toList(), width, config.components(), config.whiten());
      rows.replaceAll(components::apply);
      width = components.count();
    }
    int size = width;
    rows.replaceAll(row -> Context.around(row, size, config.context()));
    return new StepVectors(config.steps(), width * (1 + 2 * config.context()), rows);
  }

  private static float[] resample(GrayVideo video, VideoFeatureConfig config) {
    int width = video.height() * video.width();
    float[] values = video.values();
    if (config.takeMean()) {
      values = withoutMean(values, width);
    }
    float[] result = new float[config.steps() * width];
    for (int step = 0; step < config.steps(); step++) {
      double place = Interpolation.place(step, config.steps(), video.frames());
      Interpolation.at(values, width, place, result, step * width);
    }
    return result;
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
}
