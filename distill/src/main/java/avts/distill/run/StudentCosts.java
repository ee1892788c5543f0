package avts.distill.run;

import avts.datasets.segment.Hearing;
import avts.datasets.segment.SegmentCut;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.Moments;
import avts.distill.learn.NetworkConfig;
import avts.distill.learn.TrainedNetwork;
import avts.distill.runtime.ModelArrays;
import avts.distill.runtime.Network;
import avts.distill.runtime.SegmentEncoder;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.model.SegmentShape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What students cost where they are used: processor time of their exported networks in ONNX
 * Runtime, one thread. Weights have no part in it, so that these networks have first weights; what
 * is heard is noise.
 *
 * @param cut how sounds are cut
 * @param bank the log filter bank, which then is part of the cost; null where features are stored
 * @param dimensions values of a feature vector
 * @param stepSeconds time from one vector to the next
 * @param seconds length of a sound
 */
record StudentCosts(
    SegmentCut cut,
    @Nullable FilterBankConfig bank,
    int dimensions,
    double stepSeconds,
    double seconds) {
  private static final int REPEATS = 15;
  private static final long LEAST_NANOS = 20_000_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Describes students of a config that hear sounds of the kind and length of {@code sounds}. */
  static StudentCosts of(DistillConfig config, List<FeatureTrack> sounds) {
    FeatureTrack first = sounds.get(0);
    return new StudentCosts(
        config.senses().segments().cut(),
        config.data().format().computedFeatures(config.data().options()),
        first.dimensions(),
        first.stepSeconds(),
        sounds.stream().mapToDouble(FeatureTrack::seconds).average().orElseThrow());
  }

  /**
   * Measures students.
   *
   * @param sizes their sizes, as shares of the parameters of a full one
   * @return milliseconds of a processor a second of sound, the median of {@value #REPEATS}, by size
   */
  Map<Double, Double> measure(NetworkConfig layers, int classes, Iterable<Double> sizes)
      throws IOException {
    int heard = cut.heardSteps() * dimensions;
    SegmentShape full = layers.shape(cut.count(), heard, 0, classes);
    Map<Double, Double> costs = new LinkedHashMap<>();
    for (double size : sizes) {
      SegmentShape shape = layers.scaled(size, full).shape(cut.count(), heard, 0, classes);
      costs.put(size, milliseconds(shape));
    }
    return costs;
  }

  private double milliseconds(SegmentShape shape) throws IOException {
    ModelArrays arrays =
        new ModelArrays(
            SegmentEncoder.inputs(cut, dimensions), OnnxModel.PROBABILITIES, shape.classes());
    byte[] model = TrainedNetwork.untrained(shape, 1).model().encode(Map.of());
    float[] deviation = new float[dimensions];
    Arrays.fill(deviation, 1);
    Hearing hearing = new Hearing(true, new Moments(new float[dimensions], deviation));
    try (Network network = Network.load(model, arrays, "a student of the table", 1)) {
      SegmentEncoder encoder = new SegmentEncoder(network, hearing, cut);
      Supplier<FeatureTrack> sound = sound();
      return median(() -> encoder.encode(sound.get())) / seconds;
    }
  }

  private Supplier<FeatureTrack> sound() {
    SplittableRandom random = new SplittableRandom(1);
    if (bank == null) {
      int vectors = Math.max(1, (int) Math.rint(seconds / stepSeconds));
      float[] values = new float[vectors * dimensions];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      FeatureTrack track = new FeatureTrack(values, vectors, dimensions, stepSeconds);
      return () -> track;
    }
    float[] samples = new float[Math.max(1, (int) Math.rint(seconds * bank.sampleRate()))];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat() - 0.5f;
    }
    LogFilterBank features = new LogFilterBank(bank);
    return () -> features.track(samples, Float.NaN);
  }

  /** Returns milliseconds of this thread; the first repeats warm up and do not count. */
  private static double median(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] millis = new double[REPEATS];
    for (int repeat = -REPEATS; repeat < REPEATS; repeat++) {
      long begin = threads.getCurrentThreadCpuTime();
      int runs = 0;
      do {
        work.run();
        runs++;
      } while (threads.getCurrentThreadCpuTime() - begin < LEAST_NANOS);
      double each = (threads.getCurrentThreadCpuTime() - begin) / NANOS_PER_MILLI / runs;
      millis[Math.max(0, repeat)] = each;
    }
    Arrays.sort(millis);
    return millis[REPEATS / 2];
  }
}
