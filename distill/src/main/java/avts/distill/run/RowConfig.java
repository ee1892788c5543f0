package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.distill.teacher.TeacherKind;
import avts.pretrain.loss.ImitationConfig;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param name its name, unlike all others; of letters, digits, dots and hyphens
 * @param kind what is trained and asked
 * @param teacher who is asked, or learned from; null for students from scratch
 * @param size share of the parameters of a full-size student, over 0 up to 1; 1 for teachers
 * @param imitation what is learned from the teacher; null for teachers and students from scratch
 */
public record RowConfig(
    String name,
    Kind kind,
    @Nullable TeacherKind teacher,
    double size,
    @Nullable ImitationConfig imitation) {

  /** What is trained and asked. */
  public enum Kind {
    /** The teacher itself answers. */
    TEACHER,
    /** A student that learns from labels alone. */
    SCRATCH,
    /** A student that learns from labels and teacher at once. */
    JOINT,
    /**
     * A student whose encoder and aggregator learn from the teacher, then its header from labels.
     */
    STAGEWISE
  }

  /** Checks that the parts fit together. */
  public RowConfig {
    checkArgument(name.matches("[A-Za-z0-9.-]+"), "%s is no name of a row", name);
    checkArgument(size > 0 && size <= 1, "size must lie in (0, 1], got %s", size);
    checkArgument(
        (teacher == null) == (kind == Kind.SCRATCH),
        "row %s: every row but those from scratch needs a teacher, and these have none",
        name);
    checkArgument(
        (imitation == null) == (kind == Kind.SCRATCH || kind == Kind.TEACHER),
        "row %s: students of a teacher need an imitation, other rows have none",
        name);
    checkArgument(kind != Kind.TEACHER || size == 1, "row %s: a teacher has size 1", name);
    checkArgument(
        kind != Kind.STAGEWISE
            || (imitation != null
                && imitation.task() == 0
                && imitation.soft() == 0
                && imitation.embeddings()),
        "row %s: stage by stage, the encoder learns from embeddings alone: task and soft are 0",
        name);
  }

  /** Returns whether a student is trained. */
  boolean student() {
    return kind != Kind.TEACHER;
  }
}
