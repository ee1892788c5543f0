package avts.distill.pretrained;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.datasets.take.TakeContent;
import avts.datasets.take.TakeSet;
import avts.distill.pretrained.EncodersConfig.Seeing;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import avts.pretrain.embed.KeptModel;
import avts.pretrain.embed.SlidingEncoder;
import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.take.Track;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes as the frozen encoders of a model give them, not scaled. What they make of the pictures is
 * kept beside the model; of sound they are asked anew, since noise is added before. Belongs to one
 * thread at a time.
 */
public final class EncodedTakes implements AutoCloseable {
  private static final String PICTURES = "pictures.safetensors";
  private static final String FIRST = "first_steps";
  private static final String STEP = "step_seconds";

  private final TrainedModel model;
  private final SlidingEncoder encoder;
  private final EncodersConfig config;
  private final TakeSet set;
  private final Path file;

  private EncodedTakes(TrainedModel model, EncodersConfig config, TakeSet set, Path file) {
    this.model = model;
    this.config = config;
    this.set = set;
    this.file = file;
    encoder = encoder(model, config);
  }

  /**
   * Prepares a model's encoders.
   *
   * @throws IllegalArgumentException if an encoder was never trained, or has no such layer
   */
  static SlidingEncoder encoder(TrainedModel model, EncodersConfig config) {
    return SlidingEncoder.of(
        model,
        new Windows(config.hopFrames(), 1),
        new SlidingEncoder.Layers(config.seen().layer(), config.heard().layer()));
  }

  /**
   * Loads a model.
   *
   * @param set the takes
   * @throws IllegalArgumentException if an encoder was never trained, or has no such layer
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  static EncodedTakes open(KeptModel kept, EncodersConfig config, TakeSet set) throws IOException {
    TrainedModel model = kept.open();
    boolean made = false;
    try {
      EncodedTakes takes = new EncodedTakes(model, config, set, kept.folder().resolve(PICTURES));
      made = true;
      return takes;
    } finally {
      if (!made) {
        model.close();
      }
    }
  }

  /** Returns the hash of the model's weights. */
  public String weightsSha256() {
    return model.weightsSha256();
  }

  /** Encodes the pictures of all takes, where they are needed and that was not done before. */
  void prepare() throws IOException, MediaException {
    if (config.teacherSees() == Seeing.ENCODER && !Files.exists(file)) {
      List<Track> tracks = new ArrayList<>();
      for (Take take : set.takes()) {
        tracks.add(encoder.videoTrack(set.video(take)));
      }
      write(tracks);
    }
  }

  private void write(List<Track> tracks) throws IOException {
    List<NamedTensor> tensors = new ArrayList<>();
    for (int take = 0; take < tracks.size(); take++) {
      Track track = tracks.get(take);
      List<Integer> shape = List.of(track.count(), track.width());
      tensors.add(new NamedTensor(Integer.toString(take), shape, track.values(), 0));
    }
    Map<String, String> times =
        Map.of(
            FIRST,
            Double.toString(tracks.get(0).firstSteps()),
            STEP,
            Double.toString(tracks.get(0).stepSeconds()));
    AtomicFiles.replace(file, unfinished -> Safetensors.write(unfinished, tensors, times));
  }

  /** Returns the pictures of all takes, by their numbers in the set. */
  public List<Track> pictures() throws IOException, MediaException {
    prepare();
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      double first = Double.parseDouble(reader.metadata().getOrDefault(FIRST, ""));
      double step = Double.parseDouble(reader.metadata().getOrDefault(STEP, ""));
      List<Track> tracks = new ArrayList<>();
      for (int take = 0; take < set.takes().size(); take++) {
        String name = Integer.toString(take);
        Entry entry = reader.entries().get(name);
        if (entry == null) {
          throw new NumberFormatException("no take " + name);
        }
        tracks.add(new Track(reader.read(name), entry.shape().get(1), step, first));
      }
      return tracks;
    } catch (NumberFormatException e) {
      throw new IOException(file + " holds no encoded takes: delete it, and it is made again", e);
    }
  }

  /**
   * Returns the sound of a take.
   *
   * @param pictures pictures of the take, of any size: the sound is cut where they are
   * @param sound features in the scale of the set, noise included
   * @throws IllegalArgumentException if the features have another shape than the model's
   */
  public Track sound(GrayVideo pictures, FeatureTrack sound) {
    return encoder.soundTrack(new TakeContent(pictures, sound));
  }

  @Override
  public void close() {
    model.close();
  }
}
