package avts.pretrain.sync;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A file changed in a known way, to see what the meter says.
 *
 * <p>Shifts are cut from the decoded samples at arbitrary microseconds: neither the container's
 * fields nor a codec nor whole frames give them away.
 *
 * @param file number of the file in its manifest
 * @param group its group
 * @param kind what was done to it
 * @param trueMillis how late its sound is now; of no meaning where there is nothing to tell
 * @param track the changed file
 */
public record Trial(int file, String group, Kind kind, double trueMillis, SyncTrack track) {
  /** Longer files are represented by their middle. */
  private static final long LENGTH_MICROS = 20_000_000L;

  private static final double MICROS_PER_MILLI = 1000;

  /** What was done to a file. */
  public enum Kind {
    /** The sound was moved. */
    SHIFTED(10),
    /** The sound of another group's file was put in its place. */
    FOREIGN(11),
    /** The sound was taken away. */
    SILENT(12),
    /** One picture is shown throughout. */
    STILL(13);

    /** Number of its draws, which are independent of those of other kinds. */
    private final int draws;

    Kind(int draws) {
      this.draws = draws;
    }
  }

  /**
   * How many trials are made.
   *
   * @param maxFiles most files that are used, spread evenly over those given
   * @param perKind trials of each kind for a file
   * @param maxShiftMillis greatest shift either way
   */
  public record Plan(int maxFiles, int perKind, int maxShiftMillis) {

    /** Checks that there is something to do. */
    public Plan {
      checkArgument(
          maxFiles > 0 && perKind > 0 && maxShiftMillis > 0,
          "files, trials and shifts must be positive, got %s, %s, %s",
          maxFiles,
          perKind,
          maxShiftMillis);
    }
  }

  /**
   * Draws trials.
   *
   * @param manifest the files
   * @param files numbers of those that are used
   * @param kinds what is done to them; {@link Kind#FOREIGN} is left out where there is one group
   *     only
   * @param seeds seed of shifts and partners
   */
  public static List<Trial> draw(
      Manifest manifest, List<Integer> files, List<Kind> kinds, Plan plan, Seeds seeds) {
    List<Trial> trials = new ArrayList<>();
    int used = Math.min(plan.maxFiles, files.size());
    for (int i = 0; i < used; i++) {
      int file = files.get((int) ((long) i * files.size() / used));
      ManifestEntry entry = manifest.entries().get(file);
      List<Integer> others =
          files.stream()
              .filter(other -> !manifest.entries().get(other).group().equals(entry.group()))
              .toList();
      for (Kind kind : kinds) {
        RandomGenerator random = seeds.generator(Purpose.EVALUATION, kind.draws, file);
        // Silence and stillness are alike each time.
        int repeats = kind == Kind.SHIFTED || kind == Kind.FOREIGN ? plan.perKind : 1;
        for (int repeat = 0; repeat < repeats; repeat++) {
          if (kind != Kind.FOREIGN) {
            trials.add(changed(manifest, file, kind, shift(random, plan)));
          } else if (!others.isEmpty()) {
            int other = others.get(random.nextInt(others.size()));
            trials.add(
                new Trial(
                    file,
                    entry.group(),
                    kind,
                    0,
                    middle(manifest, file).withSoundOf(middle(manifest, other))));
          }
        }
      }
    }
    return trials;
  }

  private static long shift(RandomGenerator random, Plan plan) {
    return Math.round((2 * random.nextDouble() - 1) * plan.maxShiftMillis * MICROS_PER_MILLI);
  }

  private static Trial changed(Manifest manifest, int file, Kind kind, long micros) {
    SyncTrack track = middle(manifest, file);
    return new Trial(
        file,
        manifest.entries().get(file).group(),
        kind,
        kind == Kind.SHIFTED ? micros / MICROS_PER_MILLI : 0,
        switch (kind) {
          case SHIFTED -> track.withSoundLater(micros);
          case SILENT -> track.without(SyncTrack.Removed.SOUND);
          case STILL -> track.without(SyncTrack.Removed.MOTION);
          case FOREIGN -> throw new IllegalArgumentException("another file is needed");
        });
  }

  private static SyncTrack middle(Manifest manifest, int file) {
    return SyncTrack.of(manifest, file).middle(LENGTH_MICROS);
  }
}
