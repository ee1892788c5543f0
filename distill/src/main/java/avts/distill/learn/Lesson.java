package avts.distill.learn;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.SegmentBatch;
import avts.pretrain.engine.SegmentOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * What is learned from: takes with their labels, and what a teacher makes of them.
 *
 * @param takes the takes
 * @param labels class of each; not copied
 * @param teacher what the teacher makes of the same takes; {@link SegmentOutput#NOTHING} for none
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Lesson(SegmentBatch takes, int[] labels, SegmentOutput teacher) {

  /** Checks that every take has a label. */
  public Lesson {
    checkArgument(
        takes.size() == labels.length && labels.length > 0,
        "%s takes to learn from have %s labels",
        takes.size(),
        labels.length);
  }

  /** Returns the takes at some places, in this order. */
  SegmentBatch takes(List<Integer> places) {
    List<float[]> senses = new ArrayList<>();
    takes.senses().forEach(sense -> senses.add(rows(sense, places)));
    return new SegmentBatch(places.size(), senses, rows(takes.mask(), places));
  }

  /** Returns what the takes at some places shall become. */
  SegmentBatch.Targets targets(List<Integer> places, int classes) {
    float[] wanted = new float[places.size() * classes];
    for (int i = 0; i < places.size(); i++) {
      wanted[i * classes + labels[places.get(i)]] = 1;
    }
    return new SegmentBatch.Targets(
        wanted,
        new SegmentOutput(
            rows(teacher.segments(), places),
            rows(teacher.whole(), places),
            rows(teacher.logits(), places)));
  }

  private float[] rows(float[] all, List<Integer> places) {
    int size = all.length / labels.length;
    float[] rows = new float[places.size() * size];
    for (int i = 0; i < places.size(); i++) {
      System.arraycopy(all, places.get(i) * size, rows, i * size, size);
    }
    return rows;
  }
}
