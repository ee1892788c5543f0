package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.EngineConfig.BatchNorm;
import avts.pretrain.engine.SameDiffEngine.Model;
import avts.pretrain.graph.Parameters;
import avts.pretrain.loss.LossConfig.Kind;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.testing.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Steps in parts against steps of the whole batch. */
class PartedStepTest {
  private static final int CLIPS = 8;

  private static Model model(Kind kind, BatchNorm batchNorm, int replicas) {
    return new Model(
        SmallModels.network(Arch.MC3_18, true, 2),
        SmallModels.loss(kind),
        SmallModels.INPUT,
        EngineConfig.standard().withReplicas(replicas).with(batchNorm));
  }

  /** Negatives reach across every border between parts. */
  private static Batch whole() {
    return SmallModels.batch(SmallModels.INPUT, CLIPS, 1);
  }

  private static List<Batch> microBatches(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SmallModels.batch(SmallModels.INPUT, CLIPS / count, 10 + i))
        .toList();
  }

  private static PairOutput step(Model model, DataType type, List<Batch> microBatches) {
    try (SameDiffEngine engine = new SameDiffEngine(model, type)) {
      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
      return engine.step(microBatches);
    }
  }

  private static void assertSame(PairOutput expected, PairOutput actual, double tolerance) {
    assertEquals(expected.loss(), actual.loss(), tolerance * Math.abs(expected.loss()));
    assertEquals(
        0, SmallModels.relativeDistance(expected.gradient(), actual.gradient()), tolerance);
    assertArrayEquals(expected.positiveDistance(), actual.positiveDistance(), 1e-5f);
    assertArrayEquals(expected.negativeDistance(), actual.negativeDistance(), 1e-5f);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void replicasHaveLossAndGradientOfTheWholeBatch(Kind kind) {
    PairOutput one = step(model(kind, BatchNorm.FROZEN, 1), DataType.FLOAT, List.of(whole()));
    for (int replicas : new int[] {2, 4}) {
      Model model = model(kind, BatchNorm.FROZEN, replicas);
      assertSame(one, step(model, DataType.FLOAT, List.of(whole())), 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void microBatchesHaveLossAndGradientOfTheWholeBatch(Kind kind) {
    for (int count : new int[] {2, 4}) {
      List<Batch> parts = microBatches(count);
      PairOutput one =
          step(model(kind, BatchNorm.FROZEN, 1), DataType.FLOAT, List.of(Batches.joined(parts)));
      assertSame(one, step(model(kind, BatchNorm.FROZEN, 1), DataType.FLOAT, parts), 1e-5);
      assertSame(one, step(model(kind, BatchNorm.FROZEN, 2), DataType.FLOAT, parts), 1e-5);
      assertArrayEquals(
          one.batchStatistics(),
          step(model(kind, BatchNorm.FROZEN, 2), DataType.FLOAT, parts).batchStatistics());
    }
  }

  @Test
  void infoNceOfMicroBatchesIsNotTheMeanOfTheirLosses() {
    Model model = model(Kind.INFONCE, BatchNorm.FROZEN, 1);
    List<Batch> parts = microBatches(2);
    double mean = 0;
    for (Batch part : parts) {
      mean += step(model, DataType.DOUBLE, List.of(part)).loss() / 2;
    }
    double together = step(model, DataType.DOUBLE, parts).loss();
    assertTrue(together > mean + 0.3, together + " beside " + mean); // ln 8 - ln 4 by chance
  }

  @Test
  void statisticsAreTheMeanOverTheParts() {
    Model one = model(Kind.INFONCE, BatchNorm.PER_PART, 1);
    List<Batch> parts = microBatches(4);
    float[] mean = new float[step(one, DataType.FLOAT, parts).batchStatistics().length];
    for (Batch part : parts) {
      float[] own = step(one, DataType.FLOAT, List.of(part)).batchStatistics();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += own[i] / 4;
      }
    }
    assertArrayEquals(mean, step(one, DataType.FLOAT, parts).batchStatistics(), 1e-5f);
    // Two replicas of micro-batches of four see the same twos.
    List<Batch> fours =
        List.of(Batches.joined(parts.subList(0, 2)), Batches.joined(parts.subList(2, 4)));
    Model two = model(Kind.INFONCE, BatchNorm.PER_PART, 2);
    PairOutput sequential = step(one, DataType.FLOAT, parts);
    PairOutput replicated = step(two, DataType.FLOAT, fours);
    assertArrayEquals(mean, replicated.batchStatistics(), 1e-5f);
    assertSame(sequential, replicated, 1e-5);
  }

  @Test
  void hasTheNumericGradient() {
    List<Batch> twos =
        List.of(
            SmallModels.batch(SmallModels.INPUT, 2, 5), SmallModels.batch(SmallModels.INPUT, 2, 6));
    NumericGradient.check(model(Kind.INFONCE, BatchNorm.PER_PART, 2), twos);
  }

  @Test
  void infoNceIsThatOfTheEmbeddings() {
    List<Batch> parts = microBatches(4);
    Batch all = Batches.joined(parts);
    try (SameDiffEngine engine =
        new SameDiffEngine(model(Kind.INFONCE, BatchNorm.FROZEN, 2), DataType.DOUBLE)) {
      float[] weights = SmallModels.weights(engine);
      engine.load(weights, SmallModels.statistics(engine));
      ParameterInfo last = engine.parameters().get(engine.parameters().size() - 1);
      assertEquals("sync.log_temperature", last.name());
      double temperature = Math.exp(weights[last.offset()]);
      float[] video = engine.embedVideo(all.video(), CLIPS);
      float[] audio = engine.embedAudio(all.audio(), CLIPS);
      int size = engine.embeddingSize();
      double loss = 0;
      for (int i = 0; i < CLIPS; i++) {
        double sounds = 0;
        double pictures = 0;
        for (int j = 0; j < CLIPS; j++) {
          sounds += Math.exp(product(video, i, audio, j, size) / temperature);
          pictures += Math.exp(product(video, j, audio, i, size) / temperature);
        }
        double own = product(video, i, audio, i, size) / temperature;
        loss += (Math.log(sounds) + Math.log(pictures) - 2 * own) / (2 * CLIPS);
      }
      assertEquals(loss, engine.step(parts).loss(), 1e-5);
    }
  }

  private static double product(float[] video, int i, float[] audio, int j, int size) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += (double) video[i * size + k] * audio[j * size + k];
    }
    return sum;
  }

  @Test
  void repeatsToTheBit() {
    Model model = model(Kind.INFONCE, BatchNorm.PER_PART, 2);
    List<PairOutput> outputs = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      outputs.add(step(model, DataType.FLOAT, microBatches(2)));
    }
    for (PairOutput other : outputs.subList(1, 3)) {
      assertEquals(outputs.get(0).loss(), other.loss());
      assertArrayEquals(outputs.get(0).gradient(), other.gradient());
      assertArrayEquals(outputs.get(0).batchStatistics(), other.batchStatistics());
    }
  }

  @Test
  void otherSizesAndInferenceFollow() {
    Model model = model(Kind.MARGIN, BatchNorm.PER_PART, 2);
    try (SameDiffEngine engine = new SameDiffEngine(model)) {
      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
      float[] first = engine.step(whole()).gradient();
      float[] embeddings = engine.embedVideo(whole().video(), CLIPS);
      for (int clips : new int[] {2, 4, 6}) {
        engine.step(SmallModels.batch(SmallModels.INPUT, clips, 3));
      }
      assertArrayEquals(first, engine.step(whole()).gradient());
      assertArrayEquals(embeddings, engine.embedVideo(whole().video(), CLIPS));
      assertTrue(engine.workingBytes(CLIPS) > 0);
    }
  }

  @Test
  void whatCannotBeDividedIsRefused() {
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.MARGIN, BatchNorm.PER_PART, 3))) {
      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> engine.step(whole()));
      assertEquals(
          "8 clips cannot be divided evenly among 3 replicas: take a multiple of 3 clips, or fewer"
              + " replicas",
          refusal.getMessage());
      assertThrows(IllegalArgumentException.class, () -> engine.step(List.of()));
    }
    assertThrows(IllegalArgumentException.class, () -> model(Kind.MARGIN, BatchNorm.PER_PART, 0));
  }

  @Test
  void aFailingPartEndsTheStepAndNotTheEngine() {
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.MARGIN, BatchNorm.PER_PART, 2))) {
      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
      float[] gradient = engine.step(whole()).gradient();
      Batch good = whole();
      int[] outside = good.negative().clone();
      Arrays.fill(outside, 99);
      Batch bad = new Batch(good.video(), good.audio(), good.windows(), outside, good.kinds());
      assertThrows(RuntimeException.class, () -> engine.step(bad));
      assertArrayEquals(gradient, engine.step(good).gradient());
    }
  }

  /** No replica reaches the loss: the step must not wait for their embeddings. */
  @Test
  @Timeout(60)
  void partsThatFailBeforeTheLossEndTheStep() {
    Model model = model(Kind.INFONCE, BatchNorm.PER_PART, 2);
    GraphContext graphs = GraphContext.of(DataType.FLOAT, 1e-3);
    EngineContext context =
        new EngineContext(
            new TwoTowerNetwork(model.network(), model.input(), 1), model.input(), graphs);
    Parameters parameters =
        new TrainingGraph(graphs, model.statistics(), new SyncObjective(context, model.loss()))
            .parameters();
    InputShape small = new InputShape(1, 4, 10, 11, 9, 12);
    try (NetworkValues values = new NetworkValues(parameters, DataType.FLOAT);
        PartedStep step = new PartedStep(context, model, values)) {
      List<Batch> wrong = List.of(SmallModels.batch(small, CLIPS, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> step.step(wrong));
      assertTrue(Double.isFinite(step.step(List.of(whole())).loss()));
    } finally {
      graphs.workers().close();
    }
  }
}
