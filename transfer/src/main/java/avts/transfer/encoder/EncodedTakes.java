package avts.transfer.encoder;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.run.TrainedModel;
import avts.transfer.feature.StepVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All takes of a set as the two encoders of a model give them, not scaled: what every fold begins
 * with. A step is a part of the take ({@link Windows}); picture and sound have the same moments.
 *
 * @param pictures by the video encoder
 * @param sounds by the audio encoder
 */
public record EncodedTakes(StepVectors pictures, StepVectors sounds) {
  private static final String PICTURES = "pictures";
  private static final String SOUNDS = "sounds";

  /**
   * Encodes all takes of a set.
   *
   * @throws IllegalArgumentException if an encoder was never trained, or the features of the sound
   *     have another shape than the model's
   */
  public static EncodedTakes of(TrainedModel model, TakeSet set, Windows windows)
      throws IOException, MediaException {
    TakeEmbedder embedder = TakeEmbedder.of(model, set, windows);
    List<float[]> pictures = new ArrayList<>();
    List<float[]> sounds = new ArrayList<>();
    for (Take take : set.takes()) {
      pictures.add(embedder.video(take));
      sounds.add(embedder.sound(take));
    }
    int parts = windows.parts();
    return new EncodedTakes(
        new StepVectors(parts, embedder.videoSize() / parts, pictures),
        new StepVectors(parts, embedder.soundSize() / parts, sounds));
  }

  /** Writes all vectors, complete or not at all. */
  void write(Path file) throws IOException {
    List<NamedTensor> tensors = List.of(tensor(PICTURES, pictures), tensor(SOUNDS, sounds));
    AtomicFiles.replace(file, unfinished -> Safetensors.write(unfinished, tensors, Map.of()));
  }

  private static NamedTensor tensor(String name, StepVectors vectors) {
    List<Integer> all = new ArrayList<>();
    for (int take = 0; take < vectors.rows().size(); take++) {
      all.add(take);
    }
    List<Integer> shape = List.of(all.size(), vectors.steps(), vectors.width());
    return new NamedTensor(name, shape, vectors.of(all), 0);
  }

  /** Reads what {@link #write} wrote. */
  static EncodedTakes read(Path file) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return new EncodedTakes(vectors(reader, PICTURES, file), vectors(reader, SOUNDS, file));
    }
  }

  private static StepVectors vectors(SafetensorsReader reader, String name, Path file)
      throws IOException {
    Entry entry = reader.entries().get(name);
    if (entry == null || entry.shape().size() != 3) {
      throw new IOException(file + " holds no encoded takes: delete it, and it is made again");
    }
    int steps = entry.shape().get(1);
    int width = entry.shape().get(2);
    float[] values = new float[entry.size()];
    reader.read(name, values, 0);
    List<float[]> rows = new ArrayList<>();
    for (int take = 0; take < entry.shape().get(0); take++) {
      float[] row = new float[steps * width];
      System.arraycopy(values, take * row.length, row, 0, row.length);
      rows.add(row);
    }
    return new StepVectors(steps, width, rows);
  }
}
