package avts.pretrain.probe.video;

import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.Classifier;
import avts.pretrain.engine.SameDiffClassifier;
import avts.pretrain.train.Weights;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A classifier of a run, ready to use.
 *
 * @param config what it is
 * @param classifier the network, closed with this
 */
public record TrainedClassifier(ResolvedConfig<ClassifierConfig> config, Classifier classifier)
    implements AutoCloseable {

  /**
   * Loads a classifier.
   *
   * @param path a run (its best checkpoint, else its last) or the folder of one checkpoint
   * @throws IOException if there is none, or its parts do not fit together
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static TrainedClassifier open(Path path) throws IOException {
    Path checkpoint = CheckpointStore.locate(path);
    Path file = RunDirectory.ofCheckpoint(checkpoint).resolve(RunDirectory.CONFIG);
    ResolvedConfig<ClassifierConfig> config =
        ConfigReader.parse(Files.readString(file), file.toString(), ClassifierConfig.class);
    SameDiffClassifier classifier = config.value().create();
    boolean loaded = false;
    try {
      Weights weights = Weights.read(checkpoint, classifier.parameters(), classifier.statistics());
      classifier.load(weights.parameters(), weights.statistics());
      loaded = true;
      return new TrainedClassifier(config, classifier);
    } finally {
      if (!loaded) {
        classifier.close();
      }
    }
  }

  @Override
  public void close() {
    classifier.close();
  }
}
