package avts.transfer.network;

import avts.datasets.media.MediaException;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.Classifier;
import avts.pretrain.optim.RateFactors;
import avts.pretrain.train.ClassificationTask;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.Weights;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The training of a classifier on examples in memory.
 *
 * @param network the classifier, closed by its owner
 * @param learning how it learns
 * @param rates factors of the learning rate for its parts
 * @param heldOut examples that early stopping looks at; null where learning goes on to the end
 */
public record ClassifierTraining(
    Classifier network, LearningConfig learning, RateFactors rates, @Nullable Examples heldOut) {

  /**
   * Returns the parameters after training.
   *
   * @param first values to begin with, which stay as they are
   * @param epochs what is learned from
   * @throws DivergenceException if the loss left the numbers
   */
  public float[] run(Weights first, ClassificationTask.Epochs epochs)
      throws DivergenceException, InterruptedException {
    Recipe recipe =
        new Recipe(
            new TrainingConfig(learning.epochs(), 0, 1, 1, 1, 1),
            learning.optimizer(),
            learning.schedule(),
            CurriculumConfig.none(learning.epochs()),
            1,
            rates);
    ClassificationTask task = new ClassificationTask(network, epochs);
    TrainState state = new TrainState(task, recipe, first);
    StopSignal stop = new StopSignal();
    List<TrainListener> listeners =
        learning.patience() > 0 && heldOut != null && heldOut.count() > 0
            ? List.of(new EarlyStop(network, heldOut, learning.patience(), stop))
            : List.of();
    try {
      new Trainer(task, recipe, state, listeners, stop).run();
    } catch (IOException | MediaException e) {
      throw new IllegalStateException("examples in memory are read without files", e);
    }
    return state.parameters().clone();
  }
}
