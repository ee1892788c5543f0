package avts.pretrain.run;

import avts.datasets.random.Seeds;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.eval.floor.ClipShape;
import avts.pretrain.model.InputShape;
import avts.pretrain.train.Weights;
import com.google.errorprone.annotations.MustBeClosed;

/** Builds the network that a configuration describes. */
public final class Networks {

  private Networks() {}

  /** Returns the engine that runs the network, without values. */
  @MustBeClosed
  public static SameDiffEngine create(PretrainConfig config) {
    return new SameDiffEngine(model(config));
  }

  static SameDiffEngine.Model model(PretrainConfig config) {
    return new SameDiffEngine.Model(
        config.network(), config.loss(), inputShape(config), config.engine());
  }

  /** Returns the first values of the network, by the configuration's seed. */
  public static Weights initial(PretrainConfig config, StepEngine engine) {
    Seeds seeds = new Seeds(config.seed());
    return new Weights(
        engine.initialParameters(seeds.generator(Seeds.Purpose.INITIALISATION, 0, 0)),
        engine.initialStatistics(seeds.generator(Seeds.Purpose.INITIALISATION, 0, 1)));
  }

  static InputShape inputShape(PretrainConfig config) {
    return InputShape.of(config.clip(), config.features());
  }

  /** Returns the lengths of a clip's arrays, as the floors see them. */
  static ClipShape clipShape(PretrainConfig config) {
    InputShape shape = inputShape(config);
    return new ClipShape(
        shape.channels(),
        shape.frames(),
        shape.height() * shape.width(),
        shape.filters(),
        shape.windows());
  }
}
