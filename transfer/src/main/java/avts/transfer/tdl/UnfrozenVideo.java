package avts.transfer.tdl;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.embed.SlidingEncoder;
import avts.pretrain.embed.SlidingEncoder.Clips;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.engine.SameDiffStageClassifier;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.model.VideoStage;
import avts.pretrain.optim.RateFactors;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Weights;
import avts.transfer.encoder.RunEncoders;
import avts.transfer.feature.SpeakerScale;
import avts.transfer.network.ClassifierTraining;
import avts.transfer.network.DrawnEpochs;
import avts.transfer.network.Examples;
import avts.transfer.network.HiddenNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The row {@code unfrozen}: the video network's head and the upper stages of the encoder below it
 * are trained on together, on the pictures that the network learned from.
 *
 * <p>In training a step shows one clip of its part, another one in each epoch; when it is read, a
 * part is the mean of all its clips, as for the frozen encoder. What the frozen stages give for a
 * take is calculated once and kept in memory.
 *
 * @param encoders the run's encoders
 * @param set the takes
 * @param config what is trained and how
 */
public record UnfrozenVideo(RunEncoders encoders, TakeSet set, UnfreezeConfig config) {

  /** Trains, and returns the probability of each class for each test take. */
  double[][] probabilities(SplitNetworks networks)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    long seed = networks.split().seed();
    try (TrainedModel model = encoders.open(seed)) {
      SpeakerScale scale = encoders.pictureScale(set, seed, networks.learned());
      Tuning tuning = new Tuning(networks, model, encoders.encoder(model), scale);
      HiddenNetwork head = tuning.train();
      return head.probabilities(tuning.read(networks.split().test()));
    }
  }

  /** What a take is to the lowest stage that is trained. */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Below(float[] maps, Clips clips, float[] factors, float[] shifts, int label) {

    int mapSize() {
      return maps.length / clips.count();
    }
  }

  /** The training for one split. */
  private final class Tuning {
    private final SplitNetworks networks;
    private final SameDiffEngine engine;
    private final TrainedModel model;
    private final SlidingEncoder encoder;
    private final SpeakerScale scale;
    private final Seeds seeds;

    Tuning(SplitNetworks networks, TrainedModel model, SlidingEncoder encoder, SpeakerScale scale) {
      this.networks = networks;
      this.model = model;
      this.encoder = encoder;
      this.scale = scale;
      engine = model.engine();
      seeds = new Seeds(SplitNetworks.seed(networks.split(), 20));
    }

    /** Trains head and stages; the model has the trained stages afterwards. */
    HiddenNetwork train()
        throws IOException, MediaException, DivergenceException, InterruptedException {
      List<Below> learned = below(networks.learned());
      List<Below> heldOut = below(networks.heldOut());
      HiddenNetwork head = networks.video();
      InputShape input =
          InputShape.of(model.config().value().clip(), model.config().value().features());
      SameDiffStageClassifier.Model stages =
          new SameDiffStageClassifier.Model(
              model.config().value().network(),
              input,
              config.from(),
              config
                  .from()
                  .below()
                  .map(stage -> engine.layerShape(Tower.VIDEO, stage.layer()))
                  .orElse(List.of(input.channels(), input.frames(), input.height(), input.width())),
              head.shape());
      long dropout = seeds.generator(Purpose.AUGMENTATION, 0, 0).nextLong();
      try (SameDiffStageClassifier network =
          new SameDiffStageClassifier(stages, head.dropout(dropout))) {
        ClassifierTraining training =
            new ClassifierTraining(
                network,
                config.learning(),
                RateFactors.of(
                    Map.of(
                        "video.", config.encoderRate(), "hidden.", config.learning().hiddenRate())),
                heldOut.isEmpty() ? null : examples(heldOut, UnfrozenVideo::middle));
        float[] trained =
            training.run(
                first(network, head),
                new DrawnEpochs(epoch -> drawn(learned, epoch), config.learning(), seeds));
        load(WeightsFile.parts("", network.parameters(), trained));
        int size = head.parameters().length;
        return head.with(Arrays.copyOfRange(trained, trained.length - size, trained.length));
      }
    }

    private List<Below> below(Collection<Integer> some) throws IOException, MediaException {
      List<Below> below = new ArrayList<>();
      for (int number : some) {
        Take take = networks.takes().take(number);
        Clips clips = encoder.clips(set.video(take));
        float[] maps =
            config
                .from()
                .below()
                .map(VideoStage::layer)
                .map(
                    layer ->
                        engine.layer(Tower.VIDEO, layer, clips.values(), clips.count()).values())
                .orElse(clips.values());
        // The scale is affine: it is known by what it makes of 0 and of 1.
        float[] values = new float[networks.pictures().steps() * networks.pictures().width()];
        float[] shifts = scale.apply(take.speaker(), values);
        Arrays.fill(values, 1);
        float[] factors = scale.apply(take.speaker(), values);
        for (int i = 0; i < factors.length; i++) {
          factors[i] -= shifts[i];
        }
        below.add(new Below(maps, clips, factors, shifts, networks.takes().label(number)));
      }
      return below;
    }

    private Examples drawn(List<Below> takes, int epoch) {
      RandomGenerator random = seeds.generator(Purpose.AUGMENTATION, epoch, 1);
      return examples(takes, (from, to) -> from + random.nextInt(to - from));
    }

    private Weights first(SameDiffStageClassifier network, HiddenNetwork head) {
      Map<String, NamedTensor> known = new HashMap<>();
      List<NamedTensor> tensors = new ArrayList<>(head.tensors());
      tensors.addAll(WeightsFile.parts("", engine.parameters(), engine.parameterValues()));
      tensors.addAll(WeightsFile.parts("", engine.statistics(), engine.statisticValues()));
      tensors.forEach(tensor -> known.put(tensor.name(), tensor));
      return new Weights(vector(network.parameters(), known), vector(network.statistics(), known));
    }

    private void load(List<NamedTensor> trained) {
      Map<String, NamedTensor> known = new HashMap<>();
      WeightsFile.parts("", engine.parameters(), engine.parameterValues())
          .forEach(tensor -> known.put(tensor.name(), tensor));
      trained.forEach(tensor -> known.put(tensor.name(), tensor));
      engine.load(vector(engine.parameters(), known), engine.statisticValues());
    }

    /** Returns the scaled vectors of takes by the trained encoder. */
    float[] read(List<Integer> some) throws IOException, MediaException {
      int size = networks.pictures().steps() * networks.pictures().width();
      float[] values = new float[some.size() * size];
      for (int i = 0; i < some.size(); i++) {
        Take take = networks.takes().take(some.get(i));
        float[] vector = scale.apply(take.speaker(), encoder.video(set.video(take)));
        System.arraycopy(vector, 0, values, i * size, size);
      }
      return values;
    }
  }

  private static float[] vector(List<ParameterInfo> infos, Map<String, NamedTensor> known) {
    float[] vector = new float[ParameterInfo.total(infos)];
    for (ParameterInfo info : infos) {
      NamedTensor tensor = Objects.requireNonNull(known.get(info.name()), info.name());
      System.arraycopy(tensor.values(), tensor.offset(), vector, info.offset(), info.size());
    }
    return vector;
  }

  /** Chooses one of the clips from the first number to before the second. */
  private interface Choice {
    int of(int from, int to);
  }

  private static int middle(int from, int to) {
    return (from + to) / 2;
  }

  /** One clip of each part of each take, with the scale of its features. */
  private static Examples examples(List<Below> takes, Choice choice) {
    Below any = takes.get(0);
    int parts = any.clips().parts();
    int size = parts * any.mapSize() + any.factors().length + any.shifts().length;
    float[] values = new float[Math.multiplyExact(takes.size(), size)];
    int at = 0;
    for (Below take : takes) {
      for (int part = 0; part < parts; part++) {
        int clip = choice.of(take.clips().first(part), take.clips().end(part));
        System.arraycopy(take.maps(), clip * take.mapSize(), values, at, take.mapSize());
        at += take.mapSize();
      }
      for (float[] scale : List.of(take.factors(), take.shifts())) {
        System.arraycopy(scale, 0, values, at, scale.length);
        at += scale.length;
      }
    }
    return new Examples(values, takes.stream().mapToInt(Below::label).toArray());
  }
}
