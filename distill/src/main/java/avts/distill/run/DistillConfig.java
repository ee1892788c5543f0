package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;
import avts.distill.learn.LearningConfig;
import avts.distill.learn.NetworkConfig;
import avts.distill.pretrained.EncodersConfig.Hearing;
import avts.distill.protocol.ProtocolConfig;
import avts.distill.sense.SensesConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param deployed the student that the run leaves to be shipped; null for none
 */
public record DistillConfig(
    DataConfig data,
    ProtocolConfig protocol,
    SensesConfig senses,
    MakingConfig teacher,
    MakingConfig student,
    boolean standardiseTargets,
    List<RowConfig> rows,
    ComparisonConfig comparison,
    @Nullable DeployedConfig deployed) {

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
    checkArgument(
        deployed == null || senses.encoders() == null,
        "deployed: students beside senses.encoders cannot be shipped, since no model is named for a"
            + " training on all takes: set one of the two to null");
    if (deployed != null) {
      checkDeployed(deployed, data, rows);
      checkArgument(
          senses.studentHears() == Hearing.FEATURES,
          "deployed: what is shipped hears features, and senses.encoders.student_hears is encoder."
              + " Leave deployed out, or let students hear features");
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

  private static void checkDeployed(
      DeployedConfig deployed, DataConfig data, List<RowConfig> rows) {
    checkArgument(
        rows.stream().anyMatch(row -> row.name().equals(deployed.row()) && row.student()),
        "deployed.row must be one of the rows that are students, got %s: there are %s",
        deployed.row(),
        rows.stream().filter(RowConfig::student).map(RowConfig::name).toList());
    checkArgument(
        data.format().computedFeatures(data.options()) != null,
        "deployed: the sound of this set is stored as features, so that its students cannot be"
            + " given a waveform. Leave deployed out, or read files with sound (data.options.sound"
            + " filter-bank and a format other than avletters)");
  }

  /** Returns the row of a name, which is there. */
  RowConfig row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
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
