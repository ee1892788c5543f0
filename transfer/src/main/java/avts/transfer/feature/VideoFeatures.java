package avts.transfer.feature;

import avts.datasets.signal.Interpolation;
import avts.datasets.take.GrayVideo;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.take.BlockMean;
import avts.pretrain.take.PrincipalComponents;
import avts.pretrain.take.TakeMedia;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pictures of mouths as vectors, fitted to the takes whose pictures are known. Immutable. */
public final class VideoFeatures implements PictureVectors {
  private final VideoFeatureConfig config;
  private final @Nullable SpeakerStatistics speakers;
  private final @Nullable PrincipalComponents components;

  private VideoFeatures(
      VideoFeatureConfig config,
      @Nullable SpeakerStatistics speakers,
      @Nullable PrincipalComponents components) {
    this.config = config;
    this.speakers = speakers;
    this.components = components;
  }

  /**
   * Fits speakers' statistics and principal components.
   *
   * @param media the set, with pictures of the config's size
   * @param known takes that are looked at; nothing is learned from the others
   */
  public static VideoFeatures fit(
      TakeMedia media, VideoFeatureConfig config, Collection<Integer> known) {
    int width = config.height() * config.width();
    List<float[]> rows = new ArrayList<>();
    for (Optional<GrayVideo> video : media.pictures()) {
      rows.add(video.map(pictures -> resample(pictures, config)).orElse(StepVectors.NONE));
    }
    SpeakerStatistics speakers = null;
    List<float[]> alike = rows;
    if (config.speaker() != SpeakerNorm.NONE) {
      boolean everyStep = config.speaker() == SpeakerNorm.TRAJECTORY;
      int length = everyStep ? config.steps() * width : width;
      speakers = SpeakerStatistics.of(media.takes(), rows, length, known);
      alike = speakers.applyToAll(media.takes(), rows);
    }
    PrincipalComponents components =
        config.components() == 0
            ? null
            : new PrincipalComponents(
                known.stream().map(alike::get).toList(),
                width,
                config.components(),
                config.whiten());
    return new VideoFeatures(config, speakers, components);
  }

  /**
   * Reads what {@link #tensors} gave.
   *
   * @param config the config that it was fitted with
   * @throws IOException if an array is missing
   */
  public static VideoFeatures read(VideoFeatureConfig config, SafetensorsReader file)
      throws IOException {
    return new VideoFeatures(
        config,
        config.speaker() == SpeakerNorm.NONE ? null : SpeakerStatistics.read(file),
        config.components() == 0 ? null : PrincipalComponents.read(file));
  }

  /** Returns what was fitted, for a file. */
  public List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    if (speakers != null) {
      tensors.addAll(speakers.tensors());
    }
    if (components != null) {
      tensors.addAll(components.tensors());
    }
    return tensors;
  }

  /** Returns the vectors of all takes of a set; of sound alone there are none. */
  public StepVectors of(TakeMedia media) {
    List<float[]> rows = new ArrayList<>();
    for (int take = 0; take < media.takes().size(); take++) {
      String speaker = media.takes().get(take).speaker();
      rows.add(
          media.pictures().get(take).map(video -> of(video, speaker)).orElse(StepVectors.NONE));
    }
    return new StepVectors(config.steps(), width(), rows);
  }

  @Override
  public int steps() {
    return config.steps();
  }

  @Override
  public int width() {
    int alone = components == null ? config.height() * config.width() : components.count();
    return alone * (1 + 2 * config.context());
  }

  /**
   * {@inheritDoc}
   *
   * @param video pictures of the config's size or larger
   */
  @Override
  public float[] of(GrayVideo video, String speaker) {
    float[] values = resample(BlockMean.of(video, config.height(), config.width()), config);
    if (speakers != null) {
      values = speakers.apply(speaker, values);
    }
    int alone = config.height() * config.width();
    if (components != null) {
      values = components.apply(values);
      alone = components.count();
    }
    return Context.around(values, alone, config.context());
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
