package avts.transfer.tdl;

import java.util.Locale;

/**
 * One row of the table.
 *
 * @param kind what is done
 * @param layer i of TDLFT(i); 0 for kinds without layers
 * @param mix what the layers above are fine-tuned on
 */
public record Row(RowConfig.Kind kind, int layer, RowConfig.Mix mix) {

  /** Returns the row of the video network as it is trained. */
  public static Row unimodal() {
    return new Row(RowConfig.Kind.UNIMODAL, 0, RowConfig.Mix.WITH_VIDEO);
  }

  /** Returns the name in tables and files, such as {@code knn-3} or {@code knn-3-mostly}. */
  public String name() {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (!kind.layered()) {
      return name;
    }
    String suffix =
        switch (mix) {
          case WITH_VIDEO -> "";
          case MOSTLY_VIDEO -> "-mostly";
          case ALONE -> "-alone";
        };
    return name + "-" + layer + suffix;
  }
}
