package avts.pretrain.probe.video;

import avts.datasets.media.MediaException;
import avts.pretrain.probe.video.LabelledData.Item;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.util.List;

/** Something simple that learns from the features of a frozen encoder. */
interface FrozenProbe {

  /**
   * What came of it.
   *
   * @param chosen the setting that validation chose
   * @param predictions what it says of the test videos
   */
  record Outcome(String chosen, List<Prediction> predictions) {}

  /** Chooses a setting on the validation videos, learns from all labelled ones, and tells. */
  Outcome run(Features features, LabelShare labels, List<Item> test, long seed)
      throws IOException, MediaException, DivergenceException, InterruptedException;

  /** Returns the number of settings that validation chooses from. */
  int tried();
}
