package avts.datasets.manifest;

import avts.datasets.media.MediaInfo;
import avts.datasets.time.FrameRate;
import java.util.List;

/** Manifest entries for tests. */
public final class Entries {

  private Entries() {}

  /** Returns a usable entry of 4 s at 30000/1001 fps and 16 kHz. */
  public static ManifestEntry usable(String path, String group) {
    MediaInfo info =
        new MediaInfo(
            "mov,mp4",
            2,
            new MediaInfo.Video(0, "h264", 64, 48, 0, new FrameRate(30000, 1001), 0, 4_000_000),
            new MediaInfo.Audio(1, "aac", 16000, 1, 0, 4_000_000));
    ManifestEntry.Content content =
        new ManifestEntry.Content(
            false,
            0,
            4_000_000,
            0,
            -20.5,
            List.of(2_000_000L),
            1000,
            List.of(-20f, -21.5f, -20f, -19f),
            List.of(1f, 2f, 3.25f, 4f));
    return new ManifestEntry(
        path, null, 0, 1000, "ab".repeat(32), Verdict.USABLE, "", group, info, content, null);
  }

  /** Returns {@code source} as it looks in a store: other name, other content, same group. */
  public static ManifestEntry prepared(ManifestEntry source) {
    return new ManifestEntry(
            "media/" + source.path() + ".mov",
            null,
            0,
            2000,
            "cd".repeat(32),
            Verdict.USABLE,
            "",
            source.group(),
            source.info(),
            source.content(),
            null)
        .madeFrom(source);
  }

  /** Returns an entry that was refused. */
  public static ManifestEntry refused(String path, Verdict verdict) {
    return new ManifestEntry(path, null, 0, 0, "", verdict, "because", path, null, null, null);
  }
}
