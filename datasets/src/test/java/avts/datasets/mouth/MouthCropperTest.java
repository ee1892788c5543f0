package avts.datasets.mouth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaSource;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.VideoFrames;
import avts.datasets.progress.Progress;
import avts.datasets.testing.FormulaVideo;
import avts.datasets.testing.TestData;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Given boxes on videos by formula; faces on GRID, where OpenCV is there (mvn -Popencv). */
class MouthCropperTest {
  @TempDir Path folder;

  private static ManifestEntry entry(Path file, long endMicros, List<Long> cuts)
      throws IOException, MediaException {
    ManifestEntry.Content content =
        new ManifestEntry.Content(
            false, 0, endMicros, 0, -20, cuts, 1000, List.of(-20f), List.of(1f));
    return new ManifestEntry(
        file.toString(),
        null,
        0,
        Files.size(file),
        "ab".repeat(32),
        Verdict.USABLE,
        "",
        file.toString(),
        MediaProbe.probe(MediaSource.of(file)),
        content,
        null);
  }

  private MouthReport crop(MouthConfig config, Path out, List<ManifestEntry> entries)
      throws IOException {
    try (Progress progress = Progress.start("crop", "videos", 1, Progress.Mode.QUIET)) {
      return new MouthCropper(config).crop(new Manifest(folder, entries), out, progress);
    }
  }

  private static MouthConfig config(String region) {
    return new MouthConfig(MouthRegion.parse(region), 96, 72, 0.5);
  }

  @MustBeClosed
  private static FfmpegMediaReader open(Path file) throws MediaException {
    return FfmpegMediaReader.open(MediaSource.of(file));
  }

  @Test
  void aGivenBoxKeepsPicturesAndSoundInStep() throws IOException, MediaException {
    Path video = FormulaVideo.write(folder.resolve("videos/da/a.mov"), 50, true);
    FormulaVideo.write(folder.resolve("videos/nu/b.mov"), 50, true);
    Path out = folder.resolve("crops");
    MouthReport report =
        crop(
            new MouthConfig(MouthRegion.parse("2,2,8,6"), 64, 48, 0.5),
            out,
            List.of(
                entry(video, 2_000_000, List.of()),
                entry(folder.resolve("videos/nu/b.mov"), 2_000_000, List.of())));
    assertEquals(
        List.of(List.of("da/a.mp4"), List.of("nu/b.mp4")),
        report.files().stream().map(MouthReport.OneFile::crops).toList());
    try (FfmpegMediaReader reader = open(out.resolve("da/a.mp4"))) {
      VideoFrames frames = reader.readFrames(new FrameSpan(0, 50, FrameRate.of(25)), 0);
      assertEquals(64, frames.width());
      for (int t = 0; t < 50; t++) {
        // Each pixel became 8 x 8: the middle of a block is its pixel.
        int green = frames.rgb()[((t * 48 + 20) * 64 + 28) * 3 + 1] & 0xff;
        assertEquals(FormulaVideo.brightness(t, 4, 5), green, 6);
      }
      float[] sound = reader.readSamples(new SampleSpan(0, 32_000, FormulaVideo.RATE));
      double same = 0;
      double power = 0;
      for (int n = 2000; n < 30_000; n++) {
        same += sound[n] * FormulaVideo.sound(n);
        power += FormulaVideo.sound(n) * FormulaVideo.sound(n);
      }
      assertEquals(1, same / power, 0.05);
    }
    MouthSidecar sidecar =
        ManifestJson.mapper().readValue(out.resolve("da/a.json").toFile(), MouthSidecar.class);
    assertEquals(List.of(2.0, 2.0, 8.0, 6.0), sidecar.boxes().get(49));
    assertEquals(1.0, sidecar.confidences().get(0));
    MouthReport kept =
        ManifestJson.mapper()
            .readValue(out.resolve(MouthCropper.REPORT).toFile(), MouthReport.class);
    assertEquals(report, kept);
    MouthException again =
        assertThrows(MouthException.class, () -> crop(config("given"), out, List.of()));
    assertTrue(String.valueOf(again.getMessage()).contains("an earlier call"));
  }

  @Test
  void aBoxOutsideOfThePictureCostsItsFile() throws IOException, MediaException {
    Path video = FormulaVideo.write(folder.resolve("a.mov"), 30, true);
    MouthReport report =
        crop(
            config("5,5,8,6"),
            folder.resolve("crops"),
            List.of(entry(video, 1_200_000, List.of())));
    assertTrue(
        report.files().get(0).failure().contains("lies outside of the picture of 10 x 8"),
        report.files().get(0)::failure);
  }

  private static void requireOpenCv() throws IOException {
    try (FaceFinder finder = FaceFinders.open()) {
      assertTrue(finder.find(new byte[64 * 64], 64, 64).isEmpty());
    } catch (MouthException e) {
      Assumptions.abort("OpenCV is absent: mvn -Popencv");
    }
  }

  @Test
  void facesOfGrid() throws IOException, MediaException {
    requireOpenCv();
    // Middles of the mouths in the first picture, by eye.
    Map<String, List<Integer>> mouths =
        new TreeMap<>(
            Map.of(
                "bbaf2n", List.of(157, 214),
                "lbax4n", List.of(189, 205),
                "pwij3p", List.of(185, 210),
                "sbwe5n", List.of(187, 207),
                "swiz3n", List.of(173, 198)));
    List<ManifestEntry> entries = new ArrayList<>();
    for (String name : mouths.keySet()) {
      entries.add(entry(TestData.require("grid/GRID/" + name + ".mpg"), 1_500_000, List.of()));
    }
    Path out = folder.resolve("crops");
    MouthReport report = crop(config("faces"), out, entries);
    for (MouthReport.OneFile file : report.files()) {
      assertEquals(1, file.crops().size(), file.name());
      String name = file.crops().get(0).replace(".mp4", "");
      MouthSidecar sidecar =
          ManifestJson.mapper().readValue(out.resolve(name + ".json").toFile(), MouthSidecar.class);
      List<Double> box = sidecar.boxes().get(0);
      List<Integer> mouth = mouths.getOrDefault(name, List.of(0, 0));
      assertEquals(mouth.get(0), box.get(0) + box.get(2) / 2, 8, name);
      assertEquals(mouth.get(1), box.get(1) + box.get(3) / 2, 10, name);
      assertTrue(sidecar.foundShare() > 0.95, name);
    }
  }

  @Test
  void severalFacesGiveSeveralCropsAndEmptyShotsAreCounted() throws IOException, MediaException {
    requireOpenCv();
    Path left = TestData.require("grid/GRID/bbaf2n.mpg");
    Path right = TestData.require("grid/GRID/lbax4n.mpg");
    Path pair = folder.resolve("pair.mov");
    OutputFormat format =
        new OutputFormat(
            OutputFormat.Container.MOV,
            OutputFormat.Video.of(OutputFormat.VideoCodec.MJPEG, 720, 288, FrameRate.of(25)),
            OutputFormat.Audio.of(OutputFormat.AudioCodec.PCM, 16_000, 1));
    try (FfmpegMediaReader first = open(left);
        FfmpegMediaReader second = open(right);
        MediaWriter writer = MediaWriter.create(pair, format)) {
      FrameSpan span = new FrameSpan(0, 20, FrameRate.of(25));
      VideoFrames a = first.readFrames(span, 0);
      VideoFrames b = second.readFrames(span, 0);
      int row = 360 * 3;
      for (int t = 0; t < 40; t++) {
        byte[] rgb = new byte[720 * 288 * 3];
        for (int y = 0; y < 288 && t >= 20; y++) {
          System.arraycopy(a.rgb(), ((t - 20) * 288 + y) * row, rgb, 2 * y * row, row);
          System.arraycopy(b.rgb(), ((t - 20) * 288 + y) * row, rgb, (2 * y + 1) * row, row);
        }
        writer.writeFrame(rgb);
      }
      float[] samples = new float[40 * 640];
      for (int n = 0; n < samples.length; n++) {
        samples[n] = FormulaVideo.sound(n);
      }
      writer.writeSamples(samples);
      writer.finish();
    }
    // The first half is black: a shot without a face.
    MouthReport report =
        crop(
            config("faces"),
            folder.resolve("crops"),
            List.of(entry(pair, 1_600_000, List.of(800_000L))));
    MouthReport.OneFile file = report.files().get(0);
    assertEquals(List.of("pair-1.mp4", "pair-2.mp4"), file.crops());
    assertEquals(2, file.shots());
    assertEquals(1, file.shotsWithoutFace());
    Path crop = folder.resolve("crops/pair-2.mp4");
    MouthSidecar sidecar =
        ManifestJson.mapper()
            .readValue(folder.resolve("crops/pair-2.json").toFile(), MouthSidecar.class);
    assertEquals(800_000, sidecar.startMicros());
    assertTrue(sidecar.boxes().get(0).get(0) > 360, "the second face is the right one");
    try (FfmpegMediaReader reader = open(crop)) {
      float[] sound = reader.readSamples(new SampleSpan(0, 12_800, 16_000));
      double same = 0;
      double power = 0;
      for (int n = 2000; n < 10_000; n++) {
        same += sound[n] * FormulaVideo.sound(12_800 + n);
        power += FormulaVideo.sound(12_800 + n) * FormulaVideo.sound(12_800 + n);
      }
      assertEquals(1, same / power, 0.05);
    }
  }
}
