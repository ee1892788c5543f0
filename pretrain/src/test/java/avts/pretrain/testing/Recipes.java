package avts.pretrain.testing;

import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.TrainingConfig;
import java.util.List;

/** Small courses of training. */
public final class Recipes {

  private Recipes() {}

  /** Sgd with momentum on a plateau schedule; easy for two epochs, then one half hard. */
  public static Recipe curriculum(int epochs, int microBatches) {
    return new Recipe(
        new TrainingConfig(epochs, 0, 1, 5, 2, 2),
        optimizer(OptimizerConfig.Kind.SGD, 0.1),
        new ScheduleConfig(
            ScheduleConfig.Kind.PLATEAU, 0, 0.5, 1, ScheduleConfig.StageChange.RESET, List.of(), 0),
        new CurriculumConfig(
            CurriculumConfig.Advance.EPOCHS,
            1,
            List.of(
                new CurriculumConfig.Stage(2, 1, 0, 0),
                new CurriculumConfig.Stage(2, 0.5, 0.5, 0))),
        microBatches);
  }

  /** An optimiser with momentum 0.9 and a little weight decay. */
  public static OptimizerConfig optimizer(OptimizerConfig.Kind kind, double learningRate) {
    return new OptimizerConfig(kind, learningRate, 0.9, 1e-4, 0.9, 0.999, 1e-8, 1);
  }

  /** The same course with another optimiser. */
  public static Recipe with(Recipe recipe, OptimizerConfig optimizer) {
    return new Recipe(
        recipe.training(),
        optimizer,
        recipe.schedule(),
        recipe.curriculum(),
        recipe.microBatches());
  }
}
