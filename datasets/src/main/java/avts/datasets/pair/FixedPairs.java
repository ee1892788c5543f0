package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.random.Seeds;
import avts.datasets.time.ClipGrid;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The pairs that a model is evaluated on: drawn once, kept in a file, the same for everybody.
 *
 * <p>Pairs come as swaps of two windows (v1, a1) and (v2, a2): (v1, a1) and (v2, a2) are positive,
 * (v1, a2) and (v2, a1) negative. Every class is thus balanced, and every picture and every sound
 * serves equally often as positive and as negative.
 *
 * @param header what the pairs were drawn from and how
 * @param swaps the pairs, by class
 * @param offsetWindows windows with sound and motion whose sound can be shifted by up to {@code
 *     header.maxShiftFrames} frames either way without leaving shot or usable span
 */
public record FixedPairs(Header header, List<Swap> swaps, List<Window> offsetWindows) {

  /** Copies the lists. */
  public FixedPairs {
    swaps = List.copyOf(swaps);
    offsetWindows = List.copyOf(offsetWindows);
  }

  /** The rows of an evaluation table. */
  public enum Row {
    /** Two windows of files of different groups. */
    @JsonProperty("easy")
    EASY,
    /** Two windows of one shot, the hard gap or more apart. */
    @JsonProperty("hard")
    HARD,
    /** Two overlapping windows of one shot, a super-hard shift apart. */
    @JsonProperty("super-hard")
    SUPER_HARD,
    /** As HARD, but at least one of the windows lacks sound or motion. */
    @JsonProperty("undecidable")
    UNDECIDABLE;

    /** Returns the name in files and reports: {@code super-hard} for {@link #SUPER_HARD}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Two windows that exchange their sounds: two positive and two negative pairs.
   *
   * @param row the class of the negative pairs
   * @param first the window (v1, a1)
   * @param second the window (v2, a2)
   */
  public record Swap(Row row, Window first, Window second) {}

  /**
   * What the pairs were drawn from and how.
   *
   * @param protocol name of the protocol, with the mode of hard pairs and their gap
   * @param seed root seed
   * @param manifestHash content hash of the manifest whose indices the windows use
   * @param grid length of a clip and its grids
   * @param pairs what hard and super-hard are
   * @param size how many pairs were asked for
   * @param counts what the files could be used for
   */
  public record Header(
      String protocol,
      long seed,
      String manifestHash,
      ClipGrid grid,
      PairConfig pairs,
      FixedPairsConfig size,
      PairCounts counts) {}

  /**
   * Draws pairs from the files of {@code sampler}; a function of files and settings alone.
   *
   * @param entries all entries of the manifest, for their groups
   * @param config how many pairs are wanted, and the seed, used with the purpose EVALUATION
   * @param manifestHash content hash of the manifest
   */
  public static FixedPairs draw(
      PairSampler sampler,
      List<ManifestEntry> entries,
      FixedPairsConfig config,
      String manifestHash) {
    Seeds seeds = new Seeds(config.seed());
    PairConfig pairs = sampler.config();
    Header header =
        new Header(
            "swaps " + pairs.mode().key() + " " + pairs.gapSeconds() + " s",
            seeds.root(),
            manifestHash,
            sampler.grid(),
            pairs,
            config,
            sampler.counts(2));
    FixedPairsDraw draw = new FixedPairsDraw(sampler, entries, config, seeds);
    return new FixedPairs(header, draw.swaps(), draw.offsetWindows());
  }

  /**
   * Reads a file of pairs.
   *
   * @param manifestHash content hash of the manifest at hand
   * @throws IOException if the file cannot be read, is damaged, or belongs to another manifest; the
   *     message names file and line
   */
  public static FixedPairs read(Path file, String manifestHash) throws IOException {
    return FixedPairsFile.read(file, manifestHash);
  }

  /** Writes the pairs to {@code file}, which appears complete or not at all. */
  public void write(Path file) throws IOException {
    FixedPairsFile.write(this, file);
  }

  /** Returns the swaps of one class. */
  public List<Swap> swaps(Row row) {
    return swaps.stream().filter(swap -> swap.row() == row).toList();
  }

  /**
   * Returns an offset window with its sound shifted.
   *
   * @param shiftFrames start of the sound minus start of the picture, in frames, within plus or
   *     minus {@code header.maxShiftFrames}
   */
  public Window shifted(Window window, int shiftFrames) {
    int most = header.size().maxShiftFrames();
    checkArgument(
        Math.abs(shiftFrames) <= most,
        "shift must lie in -%s..%s, got %s",
        most,
        most,
        shiftFrames);
    return new Window(
        window.file(),
        window.startFrame(),
        header.grid().sampleAt(window.startFrame() + shiftFrames));
  }
}
