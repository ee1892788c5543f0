package avts.distill.learn;

import avts.datasets.pair.NegativeMix;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.pretrain.engine.ClassOutput;
import avts.pretrain.engine.Logits;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SegmentNetwork;
import avts.pretrain.train.MicroBatches;
import avts.pretrain.train.MicroResult;
import avts.pretrain.train.StepFigures;
import avts.pretrain.train.TrainingTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A network on segments that learns a lesson, in shuffled order, anew in every epoch. */
final class DistillTask implements TrainingTask {
  private static final String GROUP = "takes";

  private final SegmentNetwork network;
  private final Lesson lesson;
  private final int batch;
  private final Seeds seeds;

  DistillTask(SegmentNetwork network, Lesson lesson, int batch, Seeds seeds) {
    this.network = network;
    this.lesson = lesson;
    this.batch = Math.min(batch, lesson.labels().length);
    this.seeds = seeds;
  }

  @Override
  public List<ParameterInfo> parameters() {
    return network.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return network.statistics();
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    network.load(parameters, statistics);
  }

  @Override
  public boolean hasNegatives() {
    return false;
  }

  /** Full batches only, so that every step weighs its takes alike; what is left over waits. */
  @Override
  public int microBatchesPerEpoch() {
    return lesson.labels().length / batch;
  }

  // Nothing is opened that had to be closed.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public MicroBatches open(int epoch, NegativeMix mix, int first) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, lesson.labels().length).boxed().toList());
    Shuffle.inPlace(order, seeds.generator(Purpose.ORDER, epoch, 0));
    return new Running(order, first);
  }

  private final class Running implements MicroBatches {
    private final List<Integer> order;
    private int next;

    Running(List<Integer> order, int first) {
      this.order = order;
      next = first;
    }

    @Override
    public boolean hasNext() {
      return next < microBatchesPerEpoch();
    }

    @Override
    public MicroResult next() {
      List<Integer> places = order.subList(next * batch, (next + 1) * batch);
      next++;
      int classes = network.shape().classes();
      ClassOutput output = network.step(lesson.takes(places), lesson.targets(places, classes));
      StepFigures.Accumulator figures = new StepFigures.Accumulator();
      int[] answers = Logits.answers(output.logits(), classes);
      for (int i = 0; i < places.size(); i++) {
        int label = lesson.labels()[places.get(i)];
        if (label != Lesson.UNKNOWN) {
          figures.add(GROUP, Map.of(StepFigures.ACCURACY, answers[i] == label ? 1.0 : 0.0));
        }
      }
      return new MicroResult(output.step(), figures.figures());
    }

    @Override
    public long waitedNanos() {
      return 0;
    }

    @Override
    public void close() {
      // In memory: there is nothing to end.
    }
  }
}
