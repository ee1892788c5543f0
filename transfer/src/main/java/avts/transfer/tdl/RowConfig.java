package avts.transfer.tdl;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the table: one for every layer and mix, or a single one for kinds without them.
 *
 * @param kind what is done
 * @param layers numbers i of TDLFT(i), 0 to the number of hidden layers; empty for {@code
 *     unimodal}, {@code audio}, {@code kernel-ridge} and {@code unfrozen}
 * @param mixes what the layers above are fine-tuned on; empty where layers are
 */
public record RowConfig(Kind kind, List<Integer> layers, List<Mix> mixes) {

  /** What is done beyond training on the parallel takes' pictures. */
  public enum Kind {
    /** Nothing: the video network as it is trained. */
    UNIMODAL(false),
    /** The audio network on the sound of the test takes: an upper bound. */
    AUDIO(false),
    /** Kernel ridge regression on the pictures' vectors of the parallel takes: a floor. */
    KERNEL_RIDGE(false),
    /** The video encoder's upper stages trained together with the head, on the same pictures. */
    UNFROZEN(false),
    /** Sound mapped by nearest neighbours. */
    KNN(true),
    /** Sound mapped by normalised CCA. */
    NCCA(true),
    /** Sound mapped by support vector regression. */
    SVR(true),
    /** Sound mapped by ridge regression. */
    RIDGE(true),
    /**
     * The withheld pictures themselves: what a perfect mapping would give. Takes of sound alone
     * have none, and are not there.
     */
    ORACLE(true),
    /** The parallel takes' pictures once more, for as many steps. */
    REAL_ONLY(true),
    /** Random convex mixes of pictures of the same label; no sound. */
    SAME_LABEL(true),
    /** Sound mapped by nearest neighbours, with the labels permuted. */
    PERMUTED(true);

    private final boolean layered;

    Kind(boolean layered) {
      this.layered = layered;
    }

    /** Returns whether something stands in for takes whose pictures are not known. */
    public boolean standsIn() {
      return layered && this != REAL_ONLY;
    }

    /** Returns whether sound stands in for pictures. */
    public boolean mapped() {
      return switch (this) {
        case KNN, NCCA, SVR, RIDGE -> true;
        case UNIMODAL, AUDIO, KERNEL_RIDGE, UNFROZEN, ORACLE, REAL_ONLY, SAME_LABEL, PERMUTED ->
            false;
      };
    }

    /** Returns whether there is a row for every layer. */
    public boolean layered() {
      return layered;
    }
  }

  /** What the layers above i are fine-tuned on. */
  public enum Mix {
    /** Half of each batch real pictures' activations, half the others. */
    WITH_VIDEO,
    /** The share {@code extra_share} of each batch the others, the rest real pictures'. */
    MOSTLY_VIDEO,
    /** The others alone. */
    ALONE
  }

  /** Checks that layers and mixes are there where the kind has them. */
  public RowConfig {
    layers = List.copyOf(layers);
    mixes = List.copyOf(mixes);
    if (kind.layered()) {
      checkArgument(
          !layers.isEmpty() && !mixes.isEmpty(),
          "rows of kind %s need layers and mixes, got %s and %s",
          kind,
          layers,
          mixes);
    } else {
      checkArgument(
          layers.isEmpty() && mixes.isEmpty(), "rows of kind %s have no layers and mixes", kind);
    }
    checkArgument(
        layers.stream().allMatch(layer -> layer >= 0),
        "layers count from 0, the input, got %s",
        layers);
  }

  /** Returns the rows one by one. */
  public List<Row> rows() {
    if (!kind.layered()) {
      return List.of(new Row(kind, 0, Mix.WITH_VIDEO));
    }
    List<Row> rows = new ArrayList<>();
    for (Mix mix : mixes) {
      for (int layer : layers) {
        rows.add(new Row(kind, layer, mix));
      }
    }
    return rows;
  }
}
