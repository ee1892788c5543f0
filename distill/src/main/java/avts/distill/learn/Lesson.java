package avts.distill.learn;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.SegmentBatch;
import avts.pretrain.engine.SegmentOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is learned from: takes with their labels, and what a teacher makes of them.
 *
 * @param takes the takes
 * @param labels class of each, {@link #UNKNOWN} where only the teacher can tell; not copied
 * @param teacher what the teacher makes of the same takes; {@link SegmentOutput#NOTHING} for none
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Lesson(SegmentBatch takes, int[] labels, SegmentOutput teacher) {

  /** In place of a label: the take teaches nothing about classes. */
  public static final int UNKNOWN = -1;

  /** Checks that every take has its place, and a label is known. */
  public Lesson {
    checkArgument(
        takes.size() == labels.length && labels.length > 0,
        "%s takes to learn from have %s labels",
        takes.size(),
        labels.length);
    checkArgument(known(labels) > 0, "none of %s takes has a known label", labels.length);
  }

  private static long known(int[] labels) {
    return Arrays.stream(labels).filter(label -> label != UNKNOWN).count();
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
    // Takes without a label have a row of 0: no loss. The others make up for them.
    float weight = (float) labels.length / known(labels);
    for (int i = 0; i < places.size(); i++) {
      int label = labels[places.get(i)];
      if (label != UNKNOWN) {
        wanted[i * classes + label] = weight;
      }
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
