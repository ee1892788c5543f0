package avts.pretrain.probe.video;

import avts.datasets.batch.LabelledFile;
import avts.datasets.clip.ClipConfig;
import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.label.LabelledSet;
import avts.datasets.label.LabelledVideo;
import avts.datasets.label.LabelledVideo.Part;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import avts.datasets.progress.Progress;
import avts.datasets.time.FrameRate;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.run.DataRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A labelled set whose videos were looked at: all of them can be decoded and are long enough.
 *
 * @param set labels and split
 * @param manifest what the index knows of the videos, in the set's order
 * @param items the videos with the places that clips may begin at, in the same order
 */
public record LabelledData(LabelledSet set, Manifest manifest, List<Item> items) {

  /** Pictures do not need sound: only what cannot be seen is refused. */
  private static final Set<Verdict> UNSEEN =
      Set.of(Verdict.NO_VIDEO, Verdict.UNDECODABLE, Verdict.TRUNCATED);

  /** The last picture is held for up to half a second, so that slightly short videos serve. */
  private static final double HELD_SECONDS = 0.5;

  private static final int NAMED = 3;

  /**
   * A labelled video.
   *
   * @param video name, class and group
   * @param file its index and where clips begin
   */
  public record Item(LabelledVideo video, LabelledFile file) {}

  /** Copies the list. */
  public LabelledData {
    items = List.copyOf(items);
  }

  /**
   * Looks at the videos of {@code set}.
   *
   * @param manifestFile where the index is kept, which a second call is quick by
   * @param clip length and rate of clips
   * @throws DataRefusedException if videos cannot be decoded or are too short for a clip; the
   *     message names some
   */
  public static LabelledData open(
      LabelledSet set, Path manifestFile, ClipConfig clip, Progress.Mode progress)
      throws IOException, InterruptedException {
    List<Path> files = set.videos().stream().map(set::path).toList();
    Manifest manifest =
        new Indexer(IndexConfig.standard(), progress).index(files, manifestFile).manifest();
    List<Item> items = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < set.videos().size(); i++) {
      LabelledVideo video = set.videos().get(i);
      ManifestEntry entry = manifest.entries().get(i);
      MediaInfo info = entry.info();
      MediaInfo.Video pictures = info == null ? null : info.video();
      if (pictures == null || UNSEEN.contains(entry.verdict())) {
        bad.add(video.file() + " (" + entry.verdict().key() + ": " + entry.reason() + ")");
        continue;
      }
      LabelledFile file = file(i, set.label(video), pictures, clip);
      if (file == null) {
        bad.add(video.file() + " (" + pictures.durationMicros() / 1000 + " ms, too short)");
      } else {
        items.add(new Item(video, file));
      }
    }
    if (!bad.isEmpty()) {
      throw new DataRefusedException(
          bad.size()
              + " of "
              + set.videos().size()
              + " videos of "
              + set.name()
              + " cannot be used: "
              + String.join(", ", bad.subList(0, Math.min(NAMED, bad.size())))
              + (bad.size() > NAMED ? ", ..." : "")
              + ". Replace them, or take them out of the split's lists, which makes another split");
    }
    return new LabelledData(set, manifest, items);
  }

  private static @org.jspecify.annotations.Nullable LabelledFile file(
      int index, int label, MediaInfo.Video pictures, ClipConfig clip) {
    FrameRate rate = clip.frameRate();
    long start = pictures.startMicros();
    // The grid's first frame at or after the start, and the last clip that ends with the pictures.
    long first = start == 0 ? 0 : rate.frameAt(start - 1, 1_000_000) + 1;
    long end = rate.frameAt(start + pictures.durationMicros(), 1_000_000);
    long last = end - clip.frames();
    double missing = (first - last) / rate.perSecond();
    if (missing > HELD_SECONDS) {
      return null;
    }
    return new LabelledFile(index, label, first, Math.max(first, last));
  }

  /** Returns the videos of one part. */
  public List<Item> items(Part part) {
    return items.stream().filter(item -> item.video().part() == part).toList();
  }

  /** Returns content and group of some videos, for provenance. */
  public List<Media> media(List<Item> some) {
    return some.stream()
        .map(
            item -> {
              ManifestEntry entry = manifest.entries().get(item.file().file());
              return new Media(entry.originalSha256(), entry.group());
            })
        .toList();
  }
}
