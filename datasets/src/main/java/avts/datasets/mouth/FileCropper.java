package avts.datasets.mouth;

import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.store.StoreTimeline;
import avts.datasets.time.FrameRate;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Cuts the mouths out of one file; used once. */
final class FileCropper {
  private static final long MICROS = 1_000_000;

  /**
   * Where the face is found in a smaller share of its pictures, it is no face or moves too fast.
   */
  private static final double LEAST_FOUND = 0.7;

  private final MouthConfig config;
  private final @Nullable FaceFinder finder;

  private int shots;
  private int shotsWithoutFace;
  private int shortTracks;
  private int unsureTracks;

  /** Creates the cropper; without a finder the region must be a fixed one. */
  FileCropper(MouthConfig config, @Nullable FaceFinder finder) {
    this.config = config;
    this.finder = finder;
  }

  /** A mouth and how much of it was seen. */
  private record Mouth(MouthPath path, double foundShare) {}

  /**
   * Cuts out and writes.
   *
   * @param entry the manifest's line of {@code source}, usable
   * @param folder where the crops go
   * @param name name below it, with slashes and the original's suffix
   * @throws MediaException if the source cannot be decoded
   * @throws MouthException if the given box does not lie in its pictures
   * @throws IOException if something cannot be written
   */
  MouthReport.OneFile crop(MediaSource source, ManifestEntry entry, Path folder, String name)
      throws IOException, MediaException {
    ManifestEntry.Content content = checkNotNull(entry.content());
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      MediaInfo.Video video = reader.info().video();
      MediaInfo.Audio audio = reader.info().audio();
      if (video == null || audio == null) {
        throw new MediaException(source, "a stream is missing");
      }
      StoreTimeline timeline =
          StoreTimeline.of(content, video.rate(), MouthWriter.sampleRate(audio.sampleRate()));
      if (timeline.frames() == 0) {
        throw new MediaException(source, "the usable span holds no whole picture");
      }
      List<Integer> bounds = shotBounds(content, timeline);
      shots = bounds.size() - 1;
      List<Mouth> mouths =
          config.region() instanceof MouthRegion.Fixed fixed
              ? List.of(fixed(fixed, video, timeline))
              : find(reader, timeline, bounds);
      List<String> crops = new ArrayList<>();
      for (int i = 0; i < mouths.size(); i++) {
        String crop = cropName(name, mouths.size() == 1 ? "" : "-" + (i + 1));
        Path target = folder.resolve(crop + ".mp4");
        Files.createDirectories(checkNotNull(target.getParent()));
        new MouthWriter(config, timeline).write(reader, mouths.get(i).path, target);
        writeSidecar(folder.resolve(crop + ".json"), entry, video, timeline, mouths.get(i));
        crops.add(crop + ".mp4");
      }
      return new MouthReport.OneFile(
          entry.name(), shots, shotsWithoutFace, shortTracks, unsureTracks, crops, "");
    }
  }

  private static String cropName(String name, String number) {
    Path whole = Path.of(name);
    return whole
        .resolveSibling(MoreFiles.getNameWithoutExtension(whole) + number)
        .toString()
        .replace('\\', '/');
  }

  private Mouth fixed(MouthRegion.Fixed fixed, MediaInfo.Video video, StoreTimeline timeline)
      throws MouthException {
    Box box = fixed.in(video.width(), video.height()).middle(config.ratio());
    return new Mouth(MouthPath.fixed(box, timeline.frames()), 1);
  }

  /** First frames of the shots, and the number of frames. */
  private static List<Integer> shotBounds(ManifestEntry.Content content, StoreTimeline timeline) {
    TreeSet<Integer> bounds = new TreeSet<>(List.of(0, timeline.frames()));
    for (long cut : content.cutsMicros()) {
      // The cut's picture is the first of its shot: the frame that begins at or after it.
      long frame = -timeline.rate().frameAt(-cut, MICROS) - timeline.firstFrame();
      if (frame > 0 && frame < timeline.frames()) {
        bounds.add((int) frame);
      }
    }
    return List.copyOf(bounds);
  }

  private List<Mouth> find(MediaReader reader, StoreTimeline timeline, List<Integer> bounds)
      throws MediaException {
    checkState(finder != null, "no face finder");
    FrameRate rate = timeline.rate();
    double perSecond = rate.perSecond();
    FaceScan scan = new FaceScan(reader, finder, timeline);
    List<Mouth> mouths = new ArrayList<>();
    for (int shot = 0; shot < shots; shot++) {
      int before = mouths.size();
      for (FaceTrack track : scan.tracks(bounds.get(shot), bounds.get(shot + 1))) {
        if (track.faces().size() < config.shortestSeconds() * perSecond) {
          shortTracks++;
        } else if (track.foundShare() < LEAST_FOUND) {
          unsureTracks++;
        } else {
          mouths.add(new Mouth(MouthPath.of(track, config.ratio(), perSecond), track.foundShare()));
        }
      }
      shotsWithoutFace += mouths.size() == before ? 1 : 0;
    }
    return mouths;
  }

  private void writeSidecar(
      Path file, ManifestEntry entry, MediaInfo.Video video, StoreTimeline timeline, Mouth mouth)
      throws IOException {
    MouthSidecar sidecar =
        new MouthSidecar(
            entry.name(),
            entry.sha256(),
            video.width(),
            video.height(),
            timeline.micros(timeline.firstFrame() + mouth.path.firstFrame()),
            timeline.rate(),
            config.region().toString(),
            MouthSidecar.rounded(mouth.foundShare),
            MouthSidecar.rows(mouth.path.boxes()),
            mouth.path.confidences().stream().map(MouthSidecar::rounded).toList());
    AtomicFiles.replace(file, ManifestJson.mapper().writeValueAsString(sidecar) + "\n");
  }
}
