package avts.datasets.mouth;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.datasets.store.StoreNames;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the mouths out of the usable files of a manifest. Each mouth becomes a video of its own with
 * the sound that belongs to it, {@code NAME.mp4}, or {@code NAME-1.mp4}, {@code NAME-2.mp4} and so
 * on where a file has several; the folders above are those of the originals. Beside it lies {@code
 * NAME.json} with the box of every picture, and in the folder {@code mouths.json} with counts.
 *
 * <p>Faces are followed within a shot. Of several faces each gives a crop.
 */
public final class MouthCropper {
  /** Name of the report in the folder of the crops. */
  public static final String REPORT = "mouths.json";

  private final MouthConfig config;

  /** Creates a cropper. */
  public MouthCropper(MouthConfig config) {
    this.config = config;
  }

  /**
   * Cuts mouths out of every usable file of {@code manifest}.
   *
   * @param folder where the crops go; created where absent
   * @param progress is told of each file
   * @throws MouthException if faces are to be found and OpenCV is not there, or the folder holds
   *     crops of an earlier call
   * @throws IOException if something cannot be written
   */
  public MouthReport crop(Manifest manifest, Path folder, Progress progress) throws IOException {
    if (Files.exists(folder.resolve(REPORT))) {
      throw new MouthException(
          folder + " holds crops of an earlier call: choose another folder or delete it", null);
    }
    List<Integer> usable = manifest.usable();
    List<String> names = StoreNames.of(manifest, usable);
    List<MouthReport.OneFile> files = new ArrayList<>();
    try (FaceFinder finder = finder(config.region())) {
      Files.createDirectories(folder);
      for (int i = 0; i < usable.size(); i++) {
        ManifestEntry entry = manifest.entries().get(usable.get(i));
        FileCropper cropper = new FileCropper(config, finder);
        try {
          files.add(cropper.crop(manifest.source(usable.get(i)), entry, folder, names.get(i)));
        } catch (MediaException | MouthException e) {
          files.add(failed(entry, String.valueOf(e.getMessage())));
        }
        progress.step();
      }
    }
    MouthReport report =
        new MouthReport(config.region().toString(), config.width(), config.height(), files);
    AtomicFiles.replace(
        folder.resolve(REPORT), ManifestJson.mapper().writeValueAsString(report) + "\n");
    return report;
  }

  private static MouthReport.OneFile failed(ManifestEntry entry, String reason) {
    return new MouthReport.OneFile(entry.name(), 0, 0, 0, 0, List.of(), reason);
  }

  /** Returns a face finder where one is needed. */
  @MustBeClosed
  private static @Nullable FaceFinder finder(MouthRegion region) throws IOException {
    if (region instanceof MouthRegion.Faces) {
      return FaceFinders.open();
    }
    return null;
  }
}
