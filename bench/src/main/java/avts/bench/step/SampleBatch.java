package avts.bench.step;

import avts.bench.measure.Noise;
import avts.datasets.batch.Batch;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.model.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clips of normally distributed values, as many as a batch holds. What a case does not train on is
 * empty.
 *
 * @param video {@code [B, C, T, H, W]}
 * @param audio {@code [B, 1, filters, windows]}
 * @param targets the embeddings that a single tower is held against, {@code [B, E]}
 */
// Array components: made once and handed to an engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
record SampleBatch(float[] video, float[] audio, float[] targets) {
  /** Name of the targets. */
  static final String TARGETS = "targets";

  /** Draws a batch. */
  static SampleBatch draw(NetworkCase network, RandomGenerator generator) {
    InputShape input = network.input();
    int clips = network.pace().batch();
    int targets = network.network().head().embeddingSize();
    boolean single = network.trained() != NetworkCase.Trained.PAIR;
    return new SampleBatch(
        Noise.normal(network.hasVideo() ? clips * input.videoSize() : 0, 1, generator),
        Noise.normal(network.hasAudio() ? clips * input.audioSize() : 0, 1, generator),
        Noise.normal(single ? clips * targets : 0, 1 / Math.sqrt(targets), generator));
  }

  /** Returns the names of what a batch of the case brings. */
  static List<String> inputs(NetworkCase network) {
    List<String> names = new ArrayList<>();
    if (network.hasVideo()) {
      names.add(NetworkLayers.VIDEO);
    }
    if (network.hasAudio()) {
      names.add(NetworkLayers.AUDIO);
    }
    if (network.trained() != NetworkCase.Trained.PAIR) {
      names.add(TARGETS);
    }
    return names;
  }

  /** Returns the arrays under the names that a task gives to those of batch {@code number}. */
  List<NamedTensor> tensors(NetworkCase network, int number) {
    int clips = network.pace().batch();
    InputShape in = network.input();
    List<NamedTensor> tensors = new ArrayList<>();
    for (String name : inputs(network)) {
      String full = StepTask.batchName(number, name);
      tensors.add(
          switch (name) {
            case NetworkLayers.VIDEO ->
                new NamedTensor(
                    full,
                    List.of(clips, in.channels(), in.frames(), in.height(), in.width()),
                    video,
                    0);
            case NetworkLayers.AUDIO ->
                new NamedTensor(full, List.of(clips, 1, in.filters(), in.windows()), audio, 0);
            default -> new NamedTensor(full, List.of(clips, targets.length / clips), targets, 0);
          });
    }
    return tensors;
  }

  /** Returns the clips as a training's loader gives them; each one's negative is the next. */
  Batch batch(int clips) {
    return Noise.batch(video, audio, clips);
  }
}
