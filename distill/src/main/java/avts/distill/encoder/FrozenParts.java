package avts.distill.encoder;

import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.ParameterInfo.Role;
import avts.pretrain.engine.SameDiffEngine;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Values of a network that training leaves alone. They travel with the running statistics, which no
 * optimiser moves, so that every checkpoint is that of a whole network.
 *
 * @param infos the arrays, in the order of {@code values}
 * @param values a flat vector
 */
// An array component: copied into vectors, never compared.
@SuppressWarnings("ArrayRecordComponent")
record FrozenParts(List<ParameterInfo> infos, float[] values) {

  FrozenParts {
    infos = List.copyOf(infos);
  }

  /** Copies those arrays of {@code engine} whose names {@code frozen} accepts. */
  static FrozenParts of(SameDiffEngine engine, Predicate<String> frozen) {
    List<ParameterInfo> wanted = new ArrayList<>();
    int size = 0;
    for (ParameterInfo info : Iterables.concat(engine.parameters(), engine.statistics())) {
      if (frozen.test(info.name())) {
        wanted.add(new ParameterInfo(info.name(), info.shape(), Role.STATISTIC, size));
        size += info.size();
      }
    }
    FrozenParts parts = new FrozenParts(wanted, new float[size]);
    parts.copy(engine.parameters(), engine.parameterValues());
    parts.copy(engine.statistics(), engine.statisticValues());
    return parts;
  }

  private void copy(List<ParameterInfo> from, float[] flat) {
    for (ParameterInfo source : from) {
      for (ParameterInfo target : infos) {
        if (target.name().equals(source.name())) {
          System.arraycopy(flat, source.offset(), values, target.offset(), target.size());
        }
      }
    }
  }

  /** Returns the arrays as they stand behind {@code first} other values. */
  List<ParameterInfo> behind(int first) {
    return infos.stream()
        .map(
            info ->
                new ParameterInfo(info.name(), info.shape(), info.role(), first + info.offset()))
        .toList();
  }
}
