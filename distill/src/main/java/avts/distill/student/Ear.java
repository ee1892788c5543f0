package avts.distill.student;

import avts.datasets.segment.Hearing;
import avts.datasets.segment.SegmentCut;
import avts.datasets.segment.Segments;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.FrameRate;
import avts.pretrain.engine.SegmentBatch;
import java.util.List;

/**
 * How a student hears a sound.
 *
 * @param bank the log filter bank
 * @param hearing how its vectors are scaled
 * @param cut how they are cut into segments
 * @param frameRate frames per second of the grid that windows of a stream begin on
 * @param seconds mean length of the takes that were learned from
 */
public record Ear(
    FilterBankConfig bank, Hearing hearing, SegmentCut cut, FrameRate frameRate, double seconds) {

  /**
   * Returns a sound as the student's network is given it.
   *
   * @param samples at the filter bank's rate
   * @param preceding the sample before them, NaN where the sound begins with them
   */
  public SegmentBatch hear(float[] samples, float preceding) {
    FeatureTrack sound = hearing.scaled(new LogFilterBank(bank).track(samples, preceding));
    Segments segments = Segments.of(sound, cut);
    return new SegmentBatch(1, List.of(segments.values(sound, cut.heardSteps())), segments.mask());
  }
}
