package avts.distill.teacher;

import avts.distill.learn.TrainedNetwork;
import avts.pretrain.engine.SegmentOutput;

/**
 * A trained teacher with what it makes of the takes that students learn from.
 *
 * @param modelId hash of its sizes and weights
 * @param learned what it makes of the training takes, in their order
 * @param asked what it makes of the test takes: its own answers
 * @param parameters number of its trained values
 */
public record Teacher(String modelId, SegmentOutput learned, SegmentOutput asked, int parameters) {

  /** Lets a network look at both. */
  static Teacher of(TrainedNetwork network, TeacherCache.Takes takes) {
    return new Teacher(
        network.id(), network.of(takes.learned()), network.of(takes.asked()), network.size());
  }
}
