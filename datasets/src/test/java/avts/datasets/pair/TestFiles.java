package avts.datasets.pair;

import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Manifest entries and settings for tests of pairs and batches. */
public final class TestFiles {

  /** A clip of 1 s: 25 frames at 25 fps, 24 kHz. */
  public static final ClipGrid GRID = new ClipGrid(25, FrameRate.of(25), 24_000);

  /** The paper's gap with the usual thresholds. */
  public static final PairConfig CONFIG =
      new PairConfig(PairConfig.Mode.NO_OVERLAP, 0.5, 0.12, 0.96, -60, 0.1);

  private TestFiles() {}

  /** Returns a file with sound and motion all over, in a group of its own. */
  public static ManifestEntry file(String name, double seconds, Long... cutsMicros) {
    int steps = (int) Math.ceil(seconds * 10);
    return moving(name, seconds, Arrays.asList(cutsMicros), Collections.nCopies(steps, -20f));
  }

  /** Returns a file of one shot that is silent from {@code from} to {@code to} seconds. */
  public static ManifestEntry silentBetween(String name, double seconds, double from, double to) {
    List<Float> soundDb = new ArrayList<>();
    int steps = (int) Math.ceil(seconds * 10);
    for (int step = 0; step < steps; step++) {
      soundDb.add(step >= from * 10 && step < to * 10 ? -120f : -20f);
    }
    return moving(name, seconds, List.of(), soundDb);
  }

  private static ManifestEntry moving(
      String name, double seconds, List<Long> cutsMicros, List<Float> soundDb) {
    List<Float> motion = Collections.nCopies(soundDb.size(), 2f);
    long end = Math.round(seconds * 1e6);
    return file(
        name,
        name,
        new ManifestEntry.Content(false, 0, end, 0, -20, cutsMicros, 100, soundDb, motion));
  }

  /** Returns a usable file of {@code group} with these measurements. */
  public static ManifestEntry file(String name, String group, ManifestEntry.Content content) {
    MediaInfo info =
        new MediaInfo(
            "mov,mp4",
            2,
            new MediaInfo.Video(0, "h264", 64, 48, 0, FrameRate.of(25), 0, content.endMicros()),
            new MediaInfo.Audio(1, "aac", 16000, 1, 0, content.endMicros()));
    return new ManifestEntry(
        name, null, 0, 1000, "ab".repeat(32), Verdict.USABLE, "", group, info, content, null);
  }

  /** Returns {@code count} files of {@code seconds}, each in a group of its own. */
  public static List<ManifestEntry> files(int count, double seconds) {
    List<ManifestEntry> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(file("file" + i + ".mp4", seconds));
    }
    return files;
  }
}
