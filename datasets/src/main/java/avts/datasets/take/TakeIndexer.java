package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.progress.Progress;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.time.FrameRate;
import com.google.common.base.Ascii;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a manifest of takes that are stored as pictures and features, so that they can be trained
 * on like videos: each take is a member of its set's folder.
 *
 * <p>A take is usable from time 0 to the end of its pictures or of its sound, whichever is first; a
 * vector of the sound counts for two steps, as windows of features overlap. Its level is not known:
 * every moment counts as full scale, and no window is left out as silent. No group is shared: no
 * sound is there to compare.
 */
public final class TakeIndexer {
  private static final String CONTAINER = "takes:";
  private static final int MICROS = 1_000_000;

  private TakeIndexer() {}

  /**
   * What is indexed.
   *
   * @param folder the set's folder
   * @param format its layout, one whose sound is stored: AVLETTERS
   * @param selection which takes
   */
  public record Request(Path folder, TakeFormat format, TakeSelection selection) {

    /** Refuses sets of videos. */
    public Request {
      checkArgument(
          format == TakeFormat.AVLETTERS,
          "takes of %s are videos: index them as videos, without naming a layout",
          format);
    }
  }

  /**
   * Writes a manifest of the selected takes.
   *
   * @param manifestFile the manifest to write
   * @throws IllegalArgumentException if nothing is selected, or something that is not there
   * @throws IOException if the set cannot be used or the manifest not be written
   * @throws MediaException if a take cannot be decoded
   */
  public static Manifest index(Request request, Path manifestFile, Progress.Mode mode)
      throws IOException, MediaException {
    TakeSet set = request.format.read(request.folder, TakeOptions.usual());
    List<Take> takes = request.selection.of(set);
    Path file = manifestFile.toAbsolutePath().normalize();
    Path parent = file.resolveSibling("").normalize();
    Path folder = request.folder.toAbsolutePath().normalize();
    String path = (folder.startsWith(parent) ? parent.relativize(folder) : folder).toString();
    List<ManifestEntry> entries = new ArrayList<>();
    try (Progress progress = Progress.start("index", "takes", takes.size(), mode)) {
      for (Take take : takes) {
        entries.add(entry(path, request.format, take, TakeContent.read(set, take)));
        progress.step();
      }
    }
    Manifest manifest = new Manifest(parent, entries);
    manifest.write(file);
    return manifest;
  }

  private static ManifestEntry entry(
      String path, TakeFormat format, Take take, TakeContent content) {
    GrayVideo video = content.video();
    FeatureTrack sound = content.sound();
    double pictures = video.frames() / video.framesPerSecond();
    double heard = (sound.vectors() + 1) * sound.stepSeconds();
    int stepMillis = (int) Math.round(1000 / video.framesPerSecond());
    List<Float> motion = motion(video);
    String hash = content.sha256();
    return new ManifestEntry(
        path,
        take.id(),
        0,
        0,
        hash,
        Verdict.USABLE,
        "",
        group(hash),
        new MediaInfo(
            CONTAINER + Ascii.toLowerCase(format.name()),
            2,
            new MediaInfo.Video(
                0,
                "gray",
                video.width(),
                video.height(),
                0,
                rate(video.framesPerSecond()),
                0,
                Math.round(MICROS * pictures)),
            new MediaInfo.Audio(
                1,
                "features",
                (int) Math.round(1 / sound.stepSeconds()),
                1,
                0,
                Math.round(MICROS * heard))),
        new ManifestEntry.Content(
            false,
            0,
            Math.round(MICROS * Math.min(pictures, heard)),
            0,
            0,
            List.of(),
            stepMillis,
            Collections.nCopies(motion.size(), 0f),
            motion),
        null);
  }

  /** Returns the group of a take whose content has the hash {@code sha256}: one of its own. */
  public static String group(String sha256) {
    return "take-" + sha256.substring(0, 16);
  }

  private static FrameRate rate(double framesPerSecond) {
    return new FrameRate(Math.toIntExact(Math.round(1000 * framesPerSecond)), 1000);
  }

  /** Mean absolute difference of each picture and the one before; the first has the second's. */
  private static List<Float> motion(GrayVideo video) {
    int size = video.height() * video.width();
    List<Float> motion = new ArrayList<>();
    for (int frame = 1; frame < video.frames(); frame++) {
      double sum = 0;
      for (int i = frame * size; i < (frame + 1) * size; i++) {
        sum += Math.abs(video.values()[i] - video.values()[i - size]);
      }
      motion.add((float) (sum / size));
    }
    motion.add(0, motion.isEmpty() ? 0f : motion.get(0));
    return motion;
  }

  /**
   * Finds the set that a manifest's entries are takes of.
   *
   * @return the set, or nothing where they are files
   * @throws IOException if the set cannot be read any more, or the entries belong to several sets
   */
  public static Optional<TakeSet> setOf(Manifest manifest) throws IOException {
    Map<Path, TakeFormat> sets = new LinkedHashMap<>();
    int files = 0;
    for (int index : manifest.usable()) {
      MediaInfo info = manifest.entries().get(index).info();
      if (info != null && info.container().startsWith(CONTAINER)) {
        sets.put(
            manifest.source(index).file(),
            TakeFormat.valueOf(Ascii.toUpperCase(info.container().substring(CONTAINER.length()))));
      } else {
        files++;
      }
    }
    if (sets.isEmpty()) {
      return Optional.empty();
    }
    if (files > 0 || sets.size() > 1) {
      throw new IOException(
          "the manifest holds takes of "
              + sets.keySet()
              + " and "
              + files
              + " videos: one set of takes, or videos, can be used at a time");
    }
    Map.Entry<Path, TakeFormat> set = sets.entrySet().iterator().next();
    return Optional.of(set.getValue().read(set.getKey(), TakeOptions.usual()));
  }
}
