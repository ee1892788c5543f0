package avts.pretrain.train;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.LabelledBatch;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.ClassOutput;
import avts.pretrain.engine.Classifier;
import avts.pretrain.engine.Logits;
import avts.pretrain.engine.ParameterInfo;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.Map;

/** Classification: a network on labelled examples, with softmax cross-entropy. */
public final class ClassificationTask implements TrainingTask {
  /** Name of the one group of its figures. */
  public static final String GROUP = "labelled";

  private final Classifier classifier;
  private final Epochs epochs;

  /** Where the batches of an epoch come from. */
  public interface Epochs {

    /** Returns the number of batches in an epoch. */
    int batchesPerEpoch();

    /** Opens {@code epoch} at batch {@code first}. */
    @MustBeClosed
    BatchSource<LabelledBatch> open(int epoch, int first);
  }

  /**
   * Creates the task.
   *
   * @param classifier the network, closed by its owner, not by the task
   * @param epochs the data
   */
  public ClassificationTask(Classifier classifier, Epochs epochs) {
    this.classifier = classifier;
    this.epochs = epochs;
  }

  @Override
  public List<ParameterInfo> parameters() {
    return classifier.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return classifier.statistics();
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    classifier.load(parameters, statistics);
  }

  @Override
  public int microBatchesPerEpoch() {
    return epochs.batchesPerEpoch();
  }

  @Override
  public boolean hasNegatives() {
    return false;
  }

  // The source belongs to what is returned, which closes it.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public MicroBatches open(int epoch, NegativeMix mix, int first) {
    return new Running(classifier, epochs.open(epoch, first));
  }

  private record Running(Classifier classifier, BatchSource<LabelledBatch> source)
      implements MicroBatches {

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public MicroResult next() throws MediaException, InterruptedException {
      LabelledBatch batch = source.next();
      int classes = classifier.classes();
      float[] targets = new float[batch.size() * classes];
      for (int i = 0; i < batch.size(); i++) {
        targets[i * classes + batch.labels()[i]] = 1;
      }
      ClassOutput output = classifier.step(batch.examples(), targets, batch.size());
      StepFigures.Accumulator figures = new StepFigures.Accumulator();
      int[] answers = Logits.answers(output.logits(), classes);
      for (int i = 0; i < batch.size(); i++) {
        boolean right = answers[i] == batch.labels()[i];
        figures.add(GROUP, Map.of(StepFigures.ACCURACY, right ? 1.0 : 0.0));
      }
      return new MicroResult(output.step(), figures.figures());
    }

    @Override
    public long waitedNanos() {
      return source.waitedNanos();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
