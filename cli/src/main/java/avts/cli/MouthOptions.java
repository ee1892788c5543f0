package avts.cli;

import avts.datasets.manifest.Manifest;
import avts.datasets.mouth.MouthConfig;
import avts.datasets.mouth.MouthCropper;
import avts.datasets.mouth.MouthRegion;
import avts.datasets.mouth.MouthReport;
import avts.datasets.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --crop mouth} and what belongs to it. */
@Command
final class MouthOptions {

  /** What can be cut out. */
  enum Crop {
    /** Mouths. */
    MOUTH
  }

  /** Reads a region as typed. */
  static final class RegionConverter implements ITypeConverter<MouthRegion> {
    @Override
    public MouthRegion convert(String text) {
      try {
        return MouthRegion.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Option(
      names = "--crop",
      paramLabel = "WHAT",
      description =
          "Cuts mouths out (mouth) instead of filling a store: a video a mouth, with its sound, and"
              + " a file with its boxes. No config is needed.")
  private @Nullable Crop crop;

  @Option(
      names = "--mouth",
      paramLabel = "WHERE",
      defaultValue = "faces",
      converter = RegionConverter.class,
      description =
          "Where mouths are: faces (found and followed; needs OpenCV), given (the videos show a"
              + " mouth and nothing else), or a box X,Y,W,H in pixels or parts of the picture"
              + " (default: ${DEFAULT-VALUE}).")
  private MouthRegion region;

  @Option(
      names = "--crop-size",
      paramLabel = "WxH",
      defaultValue = "96x72",
      converter = PictureSize.Converter.class,
      description = "Size of a crop in pixels, even (default: ${DEFAULT-VALUE}).")
  private PictureSize size;

  @Option(
      names = "--shortest",
      paramLabel = "SECONDS",
      defaultValue = "0.5",
      description = "Drops faces that are seen for less time (default: ${DEFAULT-VALUE}).")
  private double shortest;

  boolean wanted() {
    return crop != null;
  }

  /** Cuts the mouths out of {@code videos} into {@code folder} and says what was found. */
  int run(Manifest videos, Path folder, Output out) throws IOException {
    MouthConfig config = new MouthConfig(region, size.width(), size.height(), shortest);
    MouthReport report;
    try (Progress progress = Progress.start("crop", "videos", videos.usable().size())) {
      report = new MouthCropper(config).crop(videos, folder, progress);
    }
    for (MouthReport.OneFile file : report.files()) {
      if (!file.failure().isEmpty()) {
        out.line("refused %s: %s", file.name(), file.failure());
      } else if (file.crops().isEmpty()) {
        out.line("no mouth in %s", file.name());
      }
    }
    int crops = report.total(file -> file.crops().size());
    out.line(
        "%d mouths from %d videos; %d of %d shots without a face; faces dropped: %d seen too"
            + " briefly, %d unsure; %d videos refused; folder %s",
        crops,
        report.files().size(),
        report.total(MouthReport.OneFile::shotsWithoutFace),
        report.total(MouthReport.OneFile::shots),
        report.total(MouthReport.OneFile::shortTracks),
        report.total(MouthReport.OneFile::unsureTracks),
        report.total(file -> file.failure().isEmpty() ? 0 : 1),
        folder);
    return crops == 0 ? Failures.DATA_REFUSED : 0;
  }
}
