package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.ParameterInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The flat vector in stretches that are updated alike: pulled towards zero as strongly, and with
 * the same factor of the learning rate.
 */
final class Stretches {
  private final List<Stretch> stretches = new ArrayList<>();
  private final int length;

  /**
   * One stretch.
   *
   * @param begin its first value
   * @param end one past its last
   * @param decay factor of each value that is added to its gradient
   * @param rate factor of the learning rate
   */
  private record Stretch(int begin, int end, float decay, float rate) {}

  Stretches(double weightDecay, List<ParameterInfo> parameters, RateFactors rates) {
    int next = 0;
    List<ParameterInfo> ordered =
        parameters.stream().sorted(Comparator.comparingInt(ParameterInfo::offset)).toList();
    for (ParameterInfo parameter : ordered) {
      checkArgument(
          parameter.offset() == next,
          "%s begins at %s of the flat vector, where %s was expected",
          parameter.name(),
          parameter.offset(),
          next);
      next = Math.addExact(next, parameter.size());
      boolean decayed = parameter.role() == ParameterInfo.Role.WEIGHT;
      add(
          new Stretch(
              parameter.offset(),
              next,
              decayed ? (float) weightDecay : 0,
              (float) rates.of(parameter.name())));
    }
    length = next;
  }

  /** Joins a stretch to the last one where both are alike. */
  private void add(Stretch stretch) {
    Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
    if (last != null && last.decay == stretch.decay && last.rate == stretch.rate) {
      stretches.set(
          stretches.size() - 1, new Stretch(last.begin, stretch.end, stretch.decay, stretch.rate));
    } else {
      stretches.add(stretch);
    }
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

  /** Updates one stretch. */
  interface Update {
    void update(int begin, int end, float decay, float rate);
  }

  /** Calls {@code update} for each stretch, in order. */
  void forEach(Update update) {
    for (Stretch stretch : stretches) {
      update.update(stretch.begin, stretch.end, stretch.decay, stretch.rate);
    }
  }
}
