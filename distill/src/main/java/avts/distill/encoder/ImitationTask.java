package avts.distill.encoder;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.SoundBatch;
import avts.datasets.batch.SoundLoader;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.ImitationOutput;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.engine.TowerImitator;
import avts.pretrain.train.MicroBatches;
import avts.pretrain.train.MicroResult;
import avts.pretrain.train.StepFigures;
import avts.pretrain.train.TrainingTask;
import com.google.common.primitives.Floats;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An audio tower that learns a teacher's embeddings of clips; all other parts stand still. */
final class ImitationTask implements TrainingTask {
  /** Name of the one group of its figures. */
  static final String GROUP = "clips";

  /** Name of the mean cosine of student and teacher. */
  static final String COSINE = "cosine";

  private final TowerImitator student;
  private final FrozenParts frozen;
  private final SoundLoader loader;
  private final Embeddings targets;

  /**
   * Creates the task.
   *
   * @param student closed by its owner, not by the task
   * @param frozen the other parts of the network
   * @param loader the sound of the clips
   * @param targets the teacher's embedding of each clip of the loader's list
   */
  ImitationTask(TowerImitator student, FrozenParts frozen, SoundLoader loader, Embeddings targets) {
    this.student = student;
    this.frozen = frozen;
    this.loader = loader;
    this.targets = targets;
  }

  @Override
  public List<ParameterInfo> parameters() {
    return student.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return Stream.concat(student.statistics().stream(), frozen.behind(ownStatistics()).stream())
        .toList();
  }

  private int ownStatistics() {
    return ParameterInfo.total(student.statistics());
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    student.load(parameters, Arrays.copyOf(statistics, ownStatistics()));
  }

  @Override
  public boolean hasNegatives() {
    return false;
  }

  @Override
  public int microBatchesPerEpoch() {
    return loader.batchesPerEpoch();
  }

  // The epoch belongs to what is returned, which closes it.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public MicroBatches open(int epoch, NegativeMix mix, int first) {
    return new Running(loader.open(epoch, first));
  }

  private final class Running implements MicroBatches {
    private final BatchSource<SoundBatch> epoch;

    Running(BatchSource<SoundBatch> epoch) {
      this.epoch = epoch;
    }

    @Override
    public boolean hasNext() {
      return epoch.hasNext();
    }

    @Override
    public MicroResult next() throws MediaException, InterruptedException {
      SoundBatch batch = epoch.next();
      float[] wanted = targets.rows(batch.places());
      ImitationOutput output = student.step(batch.audio(), wanted, batch.size());
      StepOutput own = output.step();
      // What stands still is its own statistic, so following it changes nothing.
      StepOutput whole =
          new StepOutput(
              own.loss(), own.gradient(), Floats.concat(own.batchStatistics(), frozen.values()));
      return new MicroResult(whole, figures(output.embeddings(), wanted));
    }

    private StepFigures figures(float[] embeddings, float[] wanted) {
      Agreement agreement =
          Agreement.of(
              new Embeddings(embeddings, targets.size()), new Embeddings(wanted, targets.size()));
      StepFigures.Accumulator figures = new StepFigures.Accumulator();
      for (int i = 0; i < agreement.cosines().length; i++) {
        figures.add(
            GROUP,
            Map.of(COSINE, agreement.cosines()[i], StepFigures.ACCURACY, agreement.nearer()[i]));
      }
      return figures.figures();
    }

    @Override
    public long waitedNanos() {
      return epoch.waitedNanos();
    }

    @Override
    public void close() {
      epoch.close();
    }
  }
}
