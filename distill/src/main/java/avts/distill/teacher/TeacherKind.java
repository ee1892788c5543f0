package avts.distill.teacher;

import avts.distill.sense.SegmentedTakes.Sense;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/** What a teacher is given of each take. */
public enum TeacherKind {
  /** The student's sound, which it may hear by an encoder of its own, and the pictures. */
  AUDIO_VISUAL(List.of(Sense.TEACHER_HEARD, Sense.SEEN)),
  /** The pictures alone. */
  VIDEO(List.of(Sense.SEEN)),
  /** Control: what the student hears and nothing else (self-distillation). */
  AUDIO(List.of(Sense.HEARD)),
  /** Control: what an audio-visual teacher hears, and no pictures. */
  BLIND(List.of(Sense.TEACHER_HEARD)),
  /** Control: the sound without the noise, no pictures. */
  CLEAN_AUDIO(List.of(Sense.CLEAN)),
  /**
   * Control: what an audio-visual teacher hears, and the pictures of another take of the same
   * class.
   */
  SHUFFLED_VIDEO(List.of(Sense.TEACHER_HEARD, Sense.SEEN));

  private final ImmutableList<Sense> senses;

  TeacherKind(List<Sense> senses) {
    this.senses = ImmutableList.copyOf(senses);
  }

  /** Returns what it is given. */
  public List<Sense> senses() {
    return senses;
  }

  /** Returns the name as it stands in configs. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
