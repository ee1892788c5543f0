package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.pair.FixedPairs;
import avts.datasets.pair.PairSampler;
import java.util.List;

/**
 * One part of the files (validation or test) with its fixed pairs.
 *
 * @param source where clips are read from
 * @param entries all entries of the manifest, for names and groups
 * @param sampler the possible windows of this part's files
 * @param pairs the fixed pairs drawn from them
 */
public record EvaluationSet(
    ClipEmbeddings.Source source,
    List<ManifestEntry> entries,
    PairSampler sampler,
    FixedPairs pairs) {

  /** Copies the list and checks that pairs and sampler share their grid. */
  public EvaluationSet {
    entries = List.copyOf(entries);
    checkArgument(
        sampler.grid().equals(pairs.header().grid()),
        "the fixed pairs were drawn for clips of %s, but the config says %s: draw them again",
        pairs.header().grid(),
        sampler.grid());
  }

  /** Returns the group of the file that {@code window} lies in. */
  public String group(Window window) {
    ManifestEntry entry = entries.get(window.file());
    return entry.group().isEmpty() ? entry.name() : entry.group();
  }
}
