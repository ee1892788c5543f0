package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.EpochPlan.Visit;
import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.datasets.pair.PairSampler;
import avts.datasets.pair.WindowGroup;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Plans the micro-batches of training: which files, which windows, which negatives.
 *
 * <p>A plan is a function of seed, epoch, mix and number alone. In an epoch every usable file is
 * visited {@code passes} times in shuffled order, but for the visits that no full optimiser step is
 * left for, and for those that files without room for the mix's kinds would take from it. Immutable
 * and thread-safe.
 */
public final class EpochPlanner {
  private final PairSampler sampler;
  private final List<String> groups;
  private final BatchConfig config;
  private final Seeds seeds;
  private final List<Integer> files;
  private final Set<Integer> hard;
  private final Set<Integer> superHard;

  /**
   * Creates a planner for the sampler's files.
   *
   * @param entries all entries of the manifest, for their groups
   * @throws IllegalArgumentException if the files do not fill one optimiser step
   */
  public EpochPlanner(
      PairSampler sampler, List<ManifestEntry> entries, BatchConfig config, Seeds seeds) {
    this.sampler = sampler;
    this.groups = entries.stream().map(ManifestEntry::group).toList();
    this.config = config;
    this.seeds = seeds;
    files = sampler.usableFiles();
    hard = withRoom(PairKind.HARD);
    superHard = withRoom(PairKind.SUPER_HARD);
    checkArgument(
        batchesPerEpoch() > 0,
        "%s usable files visited %s times do not fill one step of %s files (videos_per_batch %s x"
            + " micro_batches %s): lower those or raise passes",
        files.size(),
        config.passes(),
        config.videosPerBatch() * config.microBatches(),
        config.videosPerBatch(),
        config.microBatches());
  }

  /** Returns the number of micro-batches in an epoch, a multiple of those in a step. */
  public int batchesPerEpoch() {
    long steps =
        (long) files.size() * config.passes() / config.videosPerBatch() / config.microBatches();
    return Math.toIntExact(steps * config.microBatches());
  }

  /**
   * Checks that {@code mix} can be had from these files, so that a later curriculum stage does not
   * fail in the middle of a run.
   *
   * @throws IllegalArgumentException if not; the message says what to change
   */
  public void require(NegativeMix mix) {
    plan(0, mix);
  }

  /** Plans which files epoch {@code epoch} visits in which batch. */
  public EpochPlan plan(long epoch, NegativeMix mix) {
    checkArgument(
        mix.easy() == 1 || config.windowsPerVideo() >= 2,
        "windows_per_video must be at least 2 for hard negatives, got %s",
        config.windowsPerVideo());
    checkArgument(
        mix.superHard() == 0 || config.windowsPerVideo() % 2 == 0,
        "windows_per_video must be even for super-hard negatives, which come in twos, got %s",
        config.windowsPerVideo());
    RandomGenerator random = seeds.generator(Purpose.ORDER, epoch, 0);
    List<Integer> visits = new ArrayList<>();
    for (int pass = 0; pass < config.passes(); pass++) {
      List<Integer> order = new ArrayList<>(files);
      Shuffle.inPlace(order, random);
      visits.addAll(order);
    }
    List<Quota> quotas = Quota.share(batchesPerEpoch(), config.videosPerBatch(), mix, random);
    Deal deal = new Deal(visits, groups::get, quotas, this::hasRoom);
    return new EpochPlan(epoch, quotas.stream().map(deal::next).toList());
  }

  /** Plans micro-batch {@code index} of an epoch. */
  public BatchPlan plan(EpochPlan epoch, int index) {
    RandomGenerator random = seeds.generator(Purpose.PAIRS, epoch.epoch(), index);
    List<Window> windows = new ArrayList<>();
    List<PairKind> kinds = new ArrayList<>();
    List<Integer> negative = new ArrayList<>();
    List<Integer> easy = new ArrayList<>();
    for (Visit visit : epoch.batches().get(index)) {
      WindowGroup group =
          sampler.draw(visit.file(), visit.kind(), config.windowsPerVideo(), random);
      int first = windows.size();
      windows.addAll(group.windows());
      for (int i = 0; i < group.windows().size(); i++) {
        kinds.add(visit.kind());
        if (visit.kind() == PairKind.EASY) {
          easy.add(first + i);
          negative.add(first + i);
        } else {
          negative.add(first + group.partners().get(i));
        }
      }
    }
    int[] partners =
        GroupDerangement.draw(
            easy.stream().map(clip -> groups.get(windows.get(clip).file())).toList(), random);
    for (int i = 0; i < partners.length; i++) {
      negative.set(easy.get(i), easy.get(partners[i]));
    }
    return new BatchPlan(epoch.epoch(), index, windows, negative, kinds);
  }

  private boolean hasRoom(int file, PairKind kind) {
    return (kind == PairKind.HARD ? hard : superHard).contains(file);
  }

  private Set<Integer> withRoom(PairKind kind) {
    Set<Integer> found = new HashSet<>();
    for (int file : files) {
      if (sampler.hasRoom(file, kind, config.windowsPerVideo())) {
        found.add(file);
      }
    }
    return found;
  }
}
