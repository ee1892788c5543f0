package avts.transfer.curve;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.probe.video.EncoderStart;
import avts.transfer.encoder.EncoderConfig;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig;
import avts.transfer.tdl.TdlConfig;
import java.util.List;

/**
 * Transfer deep learning on the pretrained encoders: the labelled repetitions have pictures and
 * sound, of the other ones that are not tested the sound alone is known, with its label.
 *
 * @param tdl networks, mappings and fine-tuning, on encoders
 * @param rows what is measured, rows of the video stream
 * @param baseline name of the row that the others are tested against
 * @param configHash hash of the config that this is from
 */
public record CurveTransfer(TdlConfig tdl, List<Row> rows, String baseline, String configHash) {

  /** Copies the list, and checks that the networks are on encoders. */
  public CurveTransfer {
    rows = List.copyOf(rows);
    EncoderConfig encoders = tdl.encoders();
    checkArgument(
        encoders != null && encoders.start() == EncoderStart.PRETRAINED,
        "tdl.encoders.start of the transfer config must be pretrained, as the networks stand on"
            + " the curve's encoders");
    checkArgument(
        rows.stream().noneMatch(row -> row.kind() == RowConfig.Kind.UNFROZEN),
        "rows of kind UNFROZEN train an encoder, and a curve's encoders are frozen: leave them out"
            + " of the transfer config");
    checkArgument(
        rows.stream().anyMatch(row -> row.name().equals(baseline)),
        "comparison.baseline %s is no row of the transfer config",
        baseline);
  }

  /** Returns how speakers are made alike, and takes cut. */
  EncoderConfig encoders() {
    EncoderConfig encoders = tdl.encoders();
    if (encoders == null) {
      throw new IllegalStateException("checked when this was made");
    }
    return encoders;
  }

  /**
   * Checks that takes are cut as for the curve.
   *
   * @throws IllegalArgumentException if they are not
   */
  void requireWindows(TakeEmbedder.Windows windows) {
    checkArgument(
        encoders().windows().equals(windows),
        "tdl.encoders.windows of the transfer config is %s, and windows of the curve %s: both"
            + " stand on the same vectors, so give them the same",
        encoders().windows(),
        windows);
  }

  /** Returns the name of a row in tables. */
  static String name(String row) {
    return "TDL " + row;
  }
}
