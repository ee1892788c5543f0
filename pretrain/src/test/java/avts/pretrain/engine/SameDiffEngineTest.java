package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.SameDiffEngine.Model;
import avts.pretrain.loss.LossConfig.Kind;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameDiffEngineTest {

  private static Model model(Kind kind) {
    return Model.training(
        SmallModels.network(Arch.MC3_18, false, 2), SmallModels.loss(kind), SmallModels.INPUT);
  }

  private static float[] begin(SameDiffEngine engine) {
    float[] weights = engine.initialParameters(new SplittableRandom(3));
    engine.load(weights, engine.initialStatistics(new SplittableRandom(3)));
    return weights;
  }

  @Test
  void convolutionsRunInOneDnn() {
    assertTrue(Backend.load().oneDnn(), "the slow library is on the class path");
    assertTrue(Backend.load().library().contains("onednn"), Backend.load().library());
    assertEquals(6, Backend.load().describe().size());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void stepsAndEmbeddingsRepeatToTheBit(Kind kind) {
    Batch batch = SmallModels.batch(SmallModels.INPUT, 6, 1);
    PairOutput[] outputs = new PairOutput[2];
    float[][] embeddings = new float[2][];
    for (int run = 0; run < 2; run++) {
      try (SameDiffEngine engine = new SameDiffEngine(model(kind))) {
        begin(engine);
        outputs[run] = engine.step(batch);
        embeddings[run] = engine.embedVideo(batch.video(), 6);
        assertArrayEquals(outputs[run].gradient(), engine.step(batch).gradient());
      }
    }
    assertEquals(outputs[0].loss(), outputs[1].loss());
    assertArrayEquals(outputs[0].gradient(), outputs[1].gradient());
    assertArrayEquals(outputs[0].batchStatistics(), outputs[1].batchStatistics());
    assertArrayEquals(embeddings[0], embeddings[1]);
  }

  @Test
  void flatVectorsHaveNoGaps() {
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.CROSS_ENTROPY))) {
      int offset = 0;
      for (ParameterInfo info : engine.parameters()) {
        assertEquals(offset, info.offset());
        assertTrue(info.name().matches("(video|audio|head\\.video|head\\.audio|sync)\\..*"));
        assertTrue(info.role() != ParameterInfo.Role.STATISTIC);
        offset += info.size();
      }
      assertEquals(offset, begin(engine).length);
      assertThrows(IllegalArgumentException.class, () -> engine.load(new float[3], new float[3]));
    }
  }

  @Test
  void statisticsAreThoseOfTheBatchAndUnbiased() {
    Batch batch = SmallModels.batch(SmallModels.INPUT, 4, 1);
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.MARGIN))) {
      float[] weights = new float[begin(engine).length];
      ParameterInfo conv1 = named(engine.parameters(), "audio.conv1.weight");
      weights[conv1.offset() + 4] = 1; // the middle of the first kernel: the input itself
      engine.load(weights, engine.initialStatistics(new SplittableRandom(1)));
      float[] statistics = engine.step(batch).batchStatistics();
      double mean = 0;
      for (float value : batch.audio()) {
        mean += value / batch.audio().length;
      }
      double square = 0;
      for (float value : batch.audio()) {
        square += (value - mean) * (value - mean);
      }
      double variance = square / (batch.audio().length - 1);
      int meanPlace = named(engine.statistics(), "audio.bn1.running_mean").offset();
      int variancePlace = named(engine.statistics(), "audio.bn1.running_var").offset();
      assertEquals(mean, statistics[meanPlace], 1e-5);
      assertEquals(variance, statistics[variancePlace], 1e-5);
    }
  }

  private static ParameterInfo named(Iterable<ParameterInfo> infos, String name) {
    for (ParameterInfo info : infos) {
      if (info.name().equals(name)) {
        return info;
      }
    }
    throw new AssertionError("no " + name);
  }

  @Test
  void inferenceAgreesWithTrainingOnFrozenStatistics() {
    Model frozen =
        new Model(
            model(Kind.MARGIN).network(),
            model(Kind.MARGIN).loss(),
            SmallModels.INPUT,
            SmallModels.FROZEN);
    int clips = 5; // fewer than one inference pass takes
    Batch batch = SmallModels.batch(SmallModels.INPUT, clips, 1);
    try (SameDiffEngine engine = new SameDiffEngine(frozen)) {
      begin(engine);
      PairOutput output = engine.step(batch);
      float[] scores =
          engine.score(
              engine.embedVideo(batch.video(), clips),
              engine.embedAudio(batch.audio(), clips),
              clips);
      for (int i = 0; i < clips; i++) {
        assertEquals(output.positiveDistance()[i], -scores[i], 1e-5);
      }
    }
  }

  @Test
  void embeddingsDoNotDependOnTheirNeighbours() {
    int clips = 19; // more than one inference pass takes
    Batch batch = SmallModels.batch(SmallModels.INPUT, clips, 1);
    int size = SmallModels.INPUT.videoSize();
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.MARGIN))) {
      begin(engine);
      float[] all = engine.embedVideo(batch.video(), clips);
      float[] last =
          engine.embedVideo(Arrays.copyOfRange(batch.video(), (clips - 1) * size, clips * size), 1);
      int e = engine.embeddingSize();
      assertEquals(clips * e, all.length);
      assertArrayEquals(Arrays.copyOfRange(all, (clips - 1) * e, clips * e), last, 1e-6f);
      assertEquals(
          clips * engine.videoFeatureSize(), engine.encodeVideo(batch.video(), clips).length);
      assertEquals(
          clips * engine.audioFeatureSize(), engine.encodeAudio(batch.audio(), clips).length);
      double square = 0; // every step has length 1/2, so the mean square over steps is 1/4
      for (float value : last) {
        square += value * value;
      }
      assertEquals(0.25, square, 1e-5);
    }
  }

  @Test
  void crossEntropyScoresAreTheLogitsOfTheHead() {
    Batch batch = SmallModels.batch(SmallModels.INPUT, 3, 1);
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.CROSS_ENTROPY))) {
      float[] weights = begin(engine).clone();
      ParameterInfo bias = named(engine.parameters(), "sync.fc2.bias");
      ParameterInfo last = named(engine.parameters(), "sync.fc2.weight");
      Arrays.fill(weights, last.offset(), last.offset() + last.size(), 0);
      weights[bias.offset()] = 1;
      weights[bias.offset() + 1] = 4;
      engine.load(weights, engine.initialStatistics(new SplittableRandom(1)));
      float[] scores =
          engine.score(engine.embedVideo(batch.video(), 3), engine.embedAudio(batch.audio(), 3), 3);
      assertArrayEquals(new float[] {3, 3, 3}, scores, 1e-6f);
    }
  }

  @Test
  void wrongSizesAreRefused() {
    try (SameDiffEngine engine = new SameDiffEngine(model(Kind.MARGIN))) {
      begin(engine);
      assertThrows(IllegalArgumentException.class, () -> engine.embedVideo(new float[7], 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> engine.step(SmallModels.batch(new InputShape(1, 5, 10, 12, 9, 12), 2, 1)));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void overfitsEightClips(Kind kind) {
    InputShape input = new InputShape(1, 5, 16, 16, 12, 16);
    NetworkConfig network =
        new NetworkConfig(
            new NetworkConfig.Video(Arch.MC3_18, 0.0625, false, 2),
            new NetworkConfig.Audio(0.0625, 1),
            new NetworkConfig.Head(16, 16, 1),
            1e-5);
    Batch batch = SmallModels.batch(input, 8, 1);
    try (SameDiffEngine engine =
        new SameDiffEngine(Model.training(network, SmallModels.loss(kind), input))) {
      float[] weights = begin(engine);
      float[] statistics = engine.initialStatistics(new SplittableRandom(1));
      float[] velocity = new float[weights.length];
      double first = engine.step(batch).loss();
      double loss = first;
      for (int step = 0; step < 200 && loss > first / 10; step++) {
        PairOutput output = engine.step(batch);
        loss = output.loss();
        for (int i = 0; i < weights.length; i++) {
          velocity[i] = 0.9f * velocity[i] + output.gradient()[i];
          weights[i] -= 0.05f * velocity[i];
        }
        engine.load(weights, statistics);
      }
      assertTrue(loss <= first / 10, "loss fell only from " + first + " to " + loss);
    }
  }
}
