package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.engine.SegmentNetwork.Student;
import avts.pretrain.loss.EmbeddingDistance;
import avts.pretrain.loss.ImitationConfig;
import avts.pretrain.model.SegmentModel;
import avts.pretrain.model.SegmentShape;
import avts.pretrain.model.SegmentShape.Aggregation;
import avts.pretrain.model.SegmentShape.Branch;
import avts.pretrain.model.SegmentShape.Fusion;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class SegmentNetworkTest {
  private static final int N = 5;
  private static final int S = 3;
  private static final int TEACHER = 4;
  private static final double STEP = 1e-4;
  private static final Branch AUDIO = new Branch("audio", 4, List.of(6, 5));
  private static final Branch VIDEO = new Branch("video", 2, List.of(5));

  /** A network with what it learns from. */
  private record Case(SegmentShape shape, @Nullable Student student) {}

  private static SegmentShape shape(List<Branch> branches, Fusion fusion, Aggregation aggregation) {
    return new SegmentShape(S, branches, fusion, 3, aggregation, List.of(4), 3);
  }

  private static ImitationConfig imitation(
      EmbeddingDistance.Kind distance, boolean unit, boolean taskToEncoder) {
    return new ImitationConfig(1, 0.7, 0.4, 0.3, 2, true, distance, unit, true, taskToEncoder);
  }

  private static Stream<Case> cases() {
    return Stream.of(
        new Case(shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.STATISTICS), null),
        new Case(shape(List.of(AUDIO, VIDEO), Fusion.CONCATENATION, Aggregation.ATTENTION), null),
        new Case(shape(List.of(AUDIO, VIDEO), Fusion.ATTENTION, Aggregation.MEAN), null),
        new Case(
            shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.MEAN),
            new Student(imitation(EmbeddingDistance.Kind.MSE, false, true), TEACHER)),
        new Case(
            shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.ATTENTION),
            new Student(imitation(EmbeddingDistance.Kind.COSINE, false, true), TEACHER)),
        new Case(
            shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.STATISTICS),
            new Student(imitation(EmbeddingDistance.Kind.KL, false, true), TEACHER)),
        new Case(
            shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.ATTENTION),
            new Student(imitation(EmbeddingDistance.Kind.SMOOTH_L1, true, true), TEACHER)));
  }

  private static SegmentNetwork network(Case one) {
    return new SegmentNetwork(
        one.shape, one.student, new Dropout(0.2, 0.3, new SplittableRandom(7)), DataType.DOUBLE);
  }

  private static SegmentBatch batch(SegmentShape shape) {
    SplittableRandom random = new SplittableRandom(3);
    List<float[]> senses =
        shape.branches().stream()
            .map(branch -> SmallModels.normal(N * S * branch.inputs(), random))
            .toList();
    float[] mask = new float[N * S];
    Arrays.fill(mask, 1);
    mask[2] = 0; // the first example has two segments, the second one
    mask[4] = 0;
    mask[5] = 0;
    return new SegmentBatch(N, senses, mask);
  }

  private static SegmentBatch.Targets targets() {
    SplittableRandom random = new SplittableRandom(4);
    float[] labels = new float[N * 3];
    for (int i = 0; i < N; i++) {
      labels[i * 3 + i % 3] = 1;
    }
    return new SegmentBatch.Targets(
        labels,
        new SegmentOutput(
            SmallModels.normal(N * S * TEACHER, random),
            SmallModels.normal(N * TEACHER, random),
            SmallModels.normal(N * 3, random)));
  }

  private static float[] weights(SegmentNetwork network) {
    SplittableRandom random = new SplittableRandom(5);
    float[] weights = network.initialParameters(random);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.1f * (float) random.nextGaussian(); // away from the kink at 0
    }
    return weights;
  }

  private static double loss(Case one, float[] weights) {
    try (SegmentNetwork network = network(one)) {
      network.load(weights, new float[0]);
      return network.step(batch(one.shape), targets()).step().loss();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientIsTheNumericOneUnderTheSameMasks(Case one) {
    float[] weights;
    float[] gradient;
    List<ParameterInfo> parameters;
    try (SegmentNetwork network = network(one)) {
      weights = weights(network);
      network.load(weights, new float[0]);
      gradient = network.step(batch(one.shape), targets()).step().gradient();
      parameters = network.parameters();
    }
    double largest = 0;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    assertTrue(largest > 1e-3, "the gradient vanishes");
    for (ParameterInfo info : parameters) {
      for (int index : new int[] {info.offset(), info.offset() + info.size() / 2}) {
        float[] moved = weights.clone();
        moved[index] = weights[index] + (float) STEP;
        double upper = moved[index];
        double above = loss(one, moved);
        moved[index] = weights[index] - (float) STEP;
        double lower = moved[index];
        double numeric = (above - loss(one, moved)) / (upper - lower);
        assertEquals(
            numeric, gradient[index], 2e-3 * Math.abs(numeric) + 2e-5 * largest, info.name());
      }
    }
  }

  private static double size(SegmentNetwork network, float[] gradient, Predicate<String> names) {
    double size = 0;
    for (ParameterInfo info : network.parameters()) {
      if (names.test(info.name())) {
        for (int i = info.offset(); i < info.offset() + info.size(); i++) {
          size = Math.max(size, Math.abs(gradient[i]));
        }
      }
    }
    return size;
  }

  /** With the encoder closed to the task, labels change the header alone. */
  @Test
  void labelsReachTheEncoderOnlyWhereTheyMay() {
    SegmentShape shape = shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.STATISTICS);
    for (boolean open : new boolean[] {true, false}) {
      ImitationConfig task =
          new ImitationConfig(
              1, 1e-30, 0, 0, 1, false, EmbeddingDistance.Kind.MSE, false, true, open);
      Case one = new Case(shape, new Student(task, TEACHER));
      try (SegmentNetwork network = network(one)) {
        network.load(weights(network), new float[0]);
        float[] gradient = network.step(batch(shape), targets()).step().gradient();
        assertTrue(size(network, gradient, name -> name.startsWith(SegmentModel.HEADER)) > 1e-3);
        double encoder = size(network, gradient, name -> !name.startsWith(SegmentModel.HEADER));
        assertEquals(open, encoder > 1e-6, "gradient of the encoder: " + encoder);
      }
    }
  }

  /** Values of padding change nothing. */
  @ParameterizedTest
  @MethodSource("cases")
  void paddingDoesNotCount(Case one) {
    try (SegmentNetwork network = network(one)) {
      network.load(weights(network), new float[0]);
      SegmentBatch batch = batch(one.shape);
      SegmentOutput expected = network.infer(batch);
      for (int i = 0; i < batch.senses().size(); i++) {
        int inputs = one.shape.branches().get(i).inputs();
        Arrays.fill(batch.senses().get(i), 2 * inputs, 3 * inputs, 99); // example 0, segment 2
      }
      SegmentOutput padded = network.infer(batch);
      assertArrayEquals(expected.whole(), padded.whole(), 1e-6f);
      assertArrayEquals(expected.logits(), padded.logits(), 1e-6f);
    }
  }

  /** One segment, one unit a layer: every number by hand. */
  @Test
  void outputsAreThoseOfAHandMadeNetwork() {
    SegmentShape shape =
        new SegmentShape(
            2,
            List.of(new Branch("audio", 1, List.of(1))),
            Fusion.CONCATENATION,
            1,
            Aggregation.MEAN,
            List.of(),
            2);
    try (SegmentNetwork network =
        new SegmentNetwork(shape, null, new Dropout(0, 0, new SplittableRandom(1)))) {
      // hidden: relu(2 x + 1); embedding: 3 h - 1; classifier: (g, -g + 4)
      network.load(new float[] {2, 1, 3, -1, 1, -1, 0, 4}, new float[0]);
      SegmentOutput output =
          network.infer(
              new SegmentBatch(2, List.of(new float[] {1, 2, -5, 7}), new float[] {1, 1, 1, 0}));
      // 3 -> 8, 5 -> 14; mean 11. Second example: 0 -> -1, and 15 -> 44 is padding.
      assertArrayEquals(new float[] {8, 14, -1, 44}, output.segments(), 1e-5f);
      assertArrayEquals(new float[] {11, -1}, output.whole(), 1e-5f);
      assertArrayEquals(new float[] {11, -7, -1, 5}, output.logits(), 1e-5f);
    }
  }

  @Test
  void whatCannotBeLearnedIsRefused() {
    SegmentShape shape = shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.MEAN);
    ImitationConfig direct =
        new ImitationConfig(1, 1, 0, 0, 1, false, EmbeddingDistance.Kind.MSE, false, false, true);
    IllegalArgumentException lengths =
        assertThrows(
            IllegalArgumentException.class,
            () -> network(new Case(shape, new Student(direct, TEACHER))));
    assertTrue(String.valueOf(lengths.getMessage()).contains("projection"));
    assertThrows(
        IllegalArgumentException.class,
        () -> shape(List.of(), Fusion.CONCATENATION, Aggregation.MEAN));
    assertThrows(
        IllegalArgumentException.class,
        () -> shape(List.of(AUDIO), Fusion.CONCATENATION, Aggregation.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ImitationConfig(
                0, 0, 0, 0, 1, false, EmbeddingDistance.Kind.MSE, false, false, true));
  }
}
