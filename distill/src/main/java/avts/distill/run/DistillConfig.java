package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;
import avts.distill.learn.LearningConfig;
import avts.distill.learn.NetworkConfig;
import avts.distill.protocol.ProtocolConfig;
import avts.distill.sense.SensesConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code avts distill --config FILE} reads.
 *
 * @param data how the set is read
 * @param protocol what is asked, and what may be learned from
 * @param senses what networks hear and see
 * @param teacher all teachers
 * @param student all students, at size 1
 * @param standardiseTargets whether the teacher's embeddings get mean 0 and deviation 1 over the
 *     training takes before students imitate them
 * @param rows rows of the table
 * @param comparison what is compared with what
 */
public record DistillConfig(
    DataConfig data,
    ProtocolConfig protocol,
    SensesConfig senses,
    MakingConfig teacher,
    MakingConfig student,
    boolean standardiseTargets,
    List<RowConfig> rows,
    ComparisonConfig comparison) {

  /**
   * How the set is read.
   *
   * @param format its layout
   * @param options sizes, rates and limits
   */
  public record DataConfig(TakeFormat format, TakeOptions options) {}

  /**
   * How networks of one kind are made.
   *
   * @param layers their layers
   * @param learning how they learn
   */
  public record MakingConfig(NetworkConfig layers, LearningConfig learning) {}

  /** Checks that every student has one from scratch to be held against, and pairs exist. */
  public DistillConfig {
    rows = List.copyOf(rows);
    checkArgument(!rows.isEmpty(), "rows must name one at least");
    Map<String, RowConfig> names = new HashMap<>();
    for (RowConfig row : rows) {
      checkArgument(names.put(row.name(), row) == null, "row %s is there twice", row.name());
    }
    for (RowConfig row : rows) {
      boolean held =
          rows.stream()
              .anyMatch(
                  other -> other.kind() == RowConfig.Kind.SCRATCH && other.size() == row.size());
      checkArgument(
          held,
          "row %s has size %s, and there is no student from scratch of that size to hold it"
              + " against",
          row.name(),
          row.size());
    }
    for (ComparisonConfig.PairConfig pair : comparison.pairs()) {
      for (String name : List.of(pair.first(), pair.second())) {
        checkArgument(
            names.containsKey(name),
            "comparison names %s, which is no row: there are %s",
            name,
            names.keySet());
      }
    }
  }

  /** Returns the name of the student from scratch that a row is held against. */
  String scratchOf(RowConfig row) {
    return rows.stream()
        .filter(other -> other.kind() == RowConfig.Kind.SCRATCH && other.size() == row.size())
        .findFirst()
        .orElseThrow()
        .name();
  }
}
