package avts.distill.encoder;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How near a student's embeddings are to a teacher's of the same clips.
 *
 * @param cosines of each clip's two embeddings
 * @param nearer whether each clip's student is nearer to the teacher of its own clip than to that
 *     of the next one (of the first one for the last): 1, or 0, or 1/2 for a tie; chance is 1/2
 */
// Array components: read at once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Agreement(double[] cosines, double[] nearer) {

  /** Compares clip by clip. */
  static Agreement of(Embeddings student, Embeddings teacher) {
    int count = student.count();
    checkArgument(
        count == teacher.count() && count >= 2, "%s and %s clips", count, teacher.count());
    double[] cosines = new double[count];
    double[] nearer = new double[count];
    for (int i = 0; i < count; i++) {
      cosines[i] = student.cosine(i, teacher, i);
      double other = student.cosine(i, teacher, (i + 1) % count);
      nearer[i] = cosines[i] > other ? 1 : cosines[i] == other ? 0.5 : 0;
    }
    return new Agreement(cosines, nearer);
  }
}
