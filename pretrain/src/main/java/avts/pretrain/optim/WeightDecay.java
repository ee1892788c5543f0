package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.ParameterInfo;
import java.util.BitSet;
import java.util.List;

/** Which stretches of the flat vector are pulled towards zero, and how strongly. */
final class WeightDecay {
  private final BitSet decayed = new BitSet();
  private final float factor;
  private final int length;

  WeightDecay(double factor, List<ParameterInfo> parameters) {
    this.factor = (float) factor;
    int end = 0;
    for (ParameterInfo parameter : parameters) {
      int next = Math.addExact(parameter.offset(), parameter.size());
      if (parameter.role() == ParameterInfo.Role.WEIGHT) {
        decayed.set(parameter.offset(), next);
      }
      end = Math.max(end, next);
    }
    length = end;
  }

  /** Length of the flat vector. */
  int length() {
    return length;
  }

  /** Checks that both vectors have the {@link #length()}. */
  void checkLengths(float[] parameters, float[] gradient) {
    checkArgument(
        parameters.length == length && gradient.length == length,
        "expected %s parameters and derivatives, got %s and %s",
        length,
        parameters.length,
        gradient.length);
  }

  /** A stretch of the flat vector that shares one factor. */
  interface Stretch {
    void update(int begin, int end, float factor);
  }

  /** Calls {@code stretch} for each maximal run of values with the same factor, in order. */
  void forEachStretch(Stretch stretch) {
    int begin = 0;
    while (begin < length) {
      boolean decay = decayed.get(begin);
      int next = decay ? decayed.nextClearBit(begin) : decayed.nextSetBit(begin);
      int end = next < 0 ? length : Math.min(next, length);
      stretch.update(begin, end, decay ? factor : 0);
      begin = end;
    }
  }
}
