package avts.transfer.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.take.TakeOptions.SoundAlone;
import avts.transfer.protocol.ProtocolConfig;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig;
import avts.transfer.tdl.TdlConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code avts transfer --config FILE} reads.
 *
 * @param data how the set is read
 * @param protocol how its takes are divided
 * @param tdl networks, mappings and fine-tuning
 * @param rows rows of the table
 * @param lipReader name of the row whose network, trained on all takes, is the lip reader that the
 *     run leaves where there are takes of sound alone: {@code unimodal} or one of mapped sound
 * @param comparison what is compared with what
 */
public record TransferConfig(
    TransferDataConfig data,
    ProtocolConfig protocol,
    TdlConfig tdl,
    List<RowConfig> rows,
    String lipReader,
    ComparisonConfig comparison) {

  /** Checks that layers are there, that no row is there twice, and that compared rows are made. */
  public TransferConfig {
    rows = List.copyOf(rows);
    int top = tdl.video().layers().hidden().size();
    checkArgument(
        tdl.audio().layers().hidden().size() == top,
        "both networks need as many hidden layers, video has %s and audio %s",
        top,
        tdl.audio().layers().hidden().size());
    Set<String> names = new HashSet<>();
    for (RowConfig row : rows) {
      for (Row one : row.rows()) {
        checkArgument(one.layer() <= top, "layers must lie in 0..%s, got %s", top, one.layer());
        checkArgument(names.add(one.name()), "row %s is there twice", one.name());
      }
    }
    checkArgument(
        rows.stream().noneMatch(row -> row.kind() == RowConfig.Kind.UNFROZEN)
            || (tdl.encoders() != null && tdl.unfreeze() != null),
        "rows of kind UNFROZEN train the video encoder: they need tdl.encoders and tdl.unfreeze");
    boolean nothingToMap =
        data.options().soundAlone() == SoundAlone.REFUSE
            && protocol.parallel() == 1
            && protocol.kind() != ProtocolConfig.Kind.CLASS_DISJOINT;
    for (RowConfig row : rows) {
      checkArgument(
          !nothingToMap || !row.kind().standsIn(),
          "rows of kind %s stand in for takes of which the sound alone is known, and with"
              + " protocol.parallel 1 there are none: lower it, or leave these rows out",
          row.kind());
    }
    List<String> readers =
        rows.stream()
            .flatMap(row -> row.rows().stream())
            .filter(row -> row.kind() == RowConfig.Kind.UNIMODAL || row.kind().mapped())
            .map(Row::name)
            .toList();
    checkArgument(
        readers.contains(lipReader),
        "lip_reader must be one of the rows that read pictures and are no controls, got %s: there"
            + " are %s",
        lipReader,
        readers);
    checkArgument(
        tdl.encoders() == null || data.options().soundAlone() == SoundAlone.REFUSE,
        "tdl.encoders cut sound where the pictures are, so that data.options.sound_alone must be"
            + " refuse");
    for (String name : comparison.rows()) {
      checkArgument(
          names.contains(name), "comparison names %s, which is no row: there are %s", name, names);
    }
  }

  /** Returns the row whose network is the lip reader. */
  public Row lipReaderRow() {
    return allRows().stream().filter(row -> row.name().equals(lipReader)).findFirst().orElseThrow();
  }

  /** Returns all rows one by one. */
  public List<Row> allRows() {
    return rows.stream().flatMap(row -> row.rows().stream()).toList();
  }
}
