package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.testing.TestData;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RealMediaTest {
  private static List<Path> media() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("timing", "clips", "containers", "grid", "romanian-lips")) {
      try (Stream<Path> below = Files.walk(TestData.require(folder))) {
        below.filter(p -> p.toString().matches(".*\\.(mp4|webm|mkv|avi|mpg)")).forEach(files::add);
      }
    }
    return files;
  }

  @Test
  @Tag("slow")
  void everyFileDecodesToItsEnd() throws Exception {
    List<Path> files = media();
    assertTrue(files.size() > 70, files.size() + " files");
    assertDecodable(files);
  }

  @Test
  void someFilesOfEachKindDecodeToTheirEnds() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path file : media()) {
      if (Files.size(file) < 300_000 || file.toString().contains("containers")) {
        files.add(file);
      }
    }
    assertDecodable(files.subList(0, Math.min(12, files.size())));
  }

  private static void assertDecodable(List<Path> files) {
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
        readAll(reader, file);
      } catch (MediaException e) {
        problems.add(e.toString());
      }
    }
    assertEquals(List.of(), problems);
  }

  private static void readAll(FfmpegMediaReader reader, Path file) throws MediaException {
    MediaInfo.Video video = reader.info().video();
    assertNotNull(video, file.toString());
    long end = video.startMicros() + video.durationMicros();
    long last = video.rate().frameAt(end - 1, 1_000_000);
    long first = video.rate().frameAt(video.startMicros(), 1_000_000);
    int bytes = 0;
    for (long at = first; at <= last; at += 25) {
      int count = (int) Math.min(25, last - at + 1);
      VideoFrames frames = reader.readFrames(new FrameSpan(at, count, video.rate()), 64);
      bytes += frames.rgb().length;
      assertEquals(64, Math.min(frames.width(), frames.height()));
    }
    assertTrue(bytes > 0);
    MediaInfo.Audio audio = reader.info().audio();
    assertNotNull(audio, file.toString());
    int samples = (int) (audio.durationMicros() * 16 / 1000);
    float[] sound =
        reader.readSamples(new SampleSpan(audio.startMicros() * 16 / 1000, samples, 16000));
    double energy = 0;
    for (float value : sound) {
      energy += value * value;
    }
    assertTrue(energy > 0, file + " is silent");
  }

  @Test
  void anyOrderOfReadingGivesTheSamePictures() throws Exception {
    List<String> names =
        List.of(
            "clips/sintel_5s.mp4",
            "clips/video_00331.mp4",
            "clips/nasa_13013.mp4",
            "clips/big_buck_bunny_0_30.webm",
            "containers/flipping_a_pancake.mkv",
            "containers/test.avi");
    List<Path> files = new ArrayList<>();
    names.forEach(name -> files.add(TestData.require(name)));
    media().stream().filter(p -> p.toString().endsWith(".mpg")).limit(1).forEach(files::add);
    for (Path file : files) {
      try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
        MediaInfo.Video video = reader.info().video();
        assertNotNull(video, file.toString());
        long first = video.rate().frameAt(video.startMicros(), 1_000_000) + 1;
        int count = (int) Math.min(120, video.rate().frameAt(video.durationMicros(), 1_000_000));
        byte[] all = reader.readFrames(new FrameSpan(first, count, video.rate()), 32).rgb();
        int bytes = all.length / count;
        for (int start : new int[] {count - 9, 3, count / 2, count / 2 + 1, 0, count - 5}) {
          FrameSpan span = new FrameSpan(first + start, 5, video.rate());
          byte[] part = reader.readFrames(span, 32).rgb();
          assertArrayEquals(
              Arrays.copyOfRange(all, start * bytes, (start + 5) * bytes),
              part,
              file + " " + start);
        }
      }
    }
  }

  @Test
  void durationsAgreeWithFfprobe() throws Exception {
    Optional<String> obstacle = FfmpegTool.FFPROBE.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    List<Path> files = media();
    for (int i = 0; i < files.size(); i += 9) {
      Path file = files.get(i);
      MediaInfo info = MediaProbe.probe(MediaSource.of(file));
      MediaInfo.Video video = info.video();
      assertNotNull(video);
      FfmpegTool.Outcome outcome =
          FfmpegTool.FFPROBE.run(
              List.of(
                  "-v",
                  "error",
                  "-select_streams",
                  "v:0",
                  "-show_entries",
                  "stream=start_time,duration:format=duration",
                  "-of",
                  "default=noprint_wrappers=1:nokey=1",
                  FfmpegTool.argument(file)),
              Duration.ofSeconds(20));
      assertEquals(0, outcome.exitCode(), outcome.messages());
      List<String> lines = outcome.output().trim().lines().toList();
      assertEquals(
          Double.parseDouble(lines.get(0)), video.startMicros() / 1e6, 2e-6, file.toString());
      double duration =
          Double.parseDouble("N/A".equals(lines.get(1)) ? lines.get(2) : lines.get(1));
      assertEquals(duration, video.durationMicros() / 1e6, 0.03, file.toString());
    }
  }
}
