package avts.datasets.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.manifest.ManifestEntry.Content;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.FfmpegTool;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaScan;
import avts.datasets.media.MediaSource;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProbeTest {

  private static final int RATE = 8000;

  @TempDir Path folder;

  /**
   * Writes pictures of one gray level each at given times, and sound from {@code soundStart} on.
   */
  private MediaSource write(long[] micros, int[] levels, long soundStart, float[] sound)
      throws MediaException {
    Path file = folder.resolve("probe.mov");
    OutputFormat format =
        new OutputFormat(
            OutputFormat.Container.MOV,
            OutputFormat.Video.of(VideoCodec.RAW, 64, 64, FrameRate.of(10)),
            new OutputFormat.Audio(AudioCodec.PCM, RATE, 1, 128_000, soundStart));
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int picture = 0; picture < micros.length; picture++) {
        byte[] rgb = new byte[64 * 64 * 3];
        Arrays.fill(rgb, (byte) levels[picture]);
        writer.writeFrame(rgb, micros[picture]);
      }
      writer.writeSamples(sound);
      writer.finish();
    }
    return MediaSource.of(file);
  }

  private static Measures measures(MediaSource source) {
    ProbeResult result =
        FileProbe.probe(ProbeRequest.of(source, IndexConfig.standard(), false), () -> {});
    assertEquals(Verdict.USABLE, result.failure(), result.reason());
    Measures measures = result.measures();
    assertNotNull(measures);
    return measures;
  }

  private static long[] regular(int count) {
    long[] micros = new long[count];
    Arrays.setAll(micros, picture -> picture * 100_000L);
    return micros;
  }

  @Test
  void measuresStepsByHand() throws MediaException {
    float[] sound = new float[RATE];
    // Full-scale square wave in the third step, a tenth of it in the fourth.
    for (int n = 0; n < RATE / 10; n++) {
      sound[RATE / 5 + n] = n % 2 == 0 ? 1 : -1;
      sound[3 * RATE / 10 + n] = n % 2 == 0 ? 0.1f : -0.1f;
    }
    int[] levels = {50, 50, 60, 60, 60, 60, 60, 60, 60, 60};
    Measures measures = measures(write(regular(10), levels, 0, sound));
    Content content = measures.content();
    assertEquals(10, measures.pictures());
    assertEquals(1_000_000, content.endMicros());
    assertEquals(
        List.of(-120f, -120f, 0f, -20f, -120f, -120f, -120f, -120f, -120f, -120f),
        content.soundDb());
    // A tenth of the time at power 1, a tenth at 0.01.
    assertEquals(10 * Math.log10(0.101), content.loudnessDb(), 0.05);
    // Pictures 1 and 2 are shown from 0.1 s and 0.2 s on: it moves between.
    assertEquals(0, content.motion().get(0));
    assertEquals(10, content.motion().get(1), 1.7);
    assertEquals(0, content.motion().get(2));
    assertFalse(content.variableFrameRate());
    assertEquals(List.of(), content.cutsMicros());
  }

  @Test
  void knowsVariableRatesAndLateSound() throws MediaException {
    long[] micros = {0, 100_000, 200_000, 250_000, 400_000, 500_000};
    int[] levels = {0, 10, 20, 30, 40, 50};
    Measures measures = measures(write(micros, levels, 150_000, new float[RATE]));
    Content content = measures.content();
    assertTrue(content.variableFrameRate());
    assertEquals(150_000, (double) content.startDifferenceMicros(), 200);
    assertEquals(150_000, (double) content.startMicros(), 200);
    assertEquals(1_150_000, (double) measures.soundEndMicros(), 200);
    assertEquals(measures.pictureEndMicros(), content.endMicros());
  }

  @Test
  void aVideoOfOnePixelIsAVideo() throws MediaException {
    Path file = folder.resolve("pixel.mov");
    OutputFormat format =
        new OutputFormat(
            OutputFormat.Container.MOV,
            OutputFormat.Video.of(VideoCodec.RAW, 1, 1, FrameRate.of(10)),
            OutputFormat.Audio.of(AudioCodec.PCM, RATE, 1));
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int picture = 0; picture < 20; picture++) {
        byte level = (byte) (picture * 5);
        writer.writeFrame(new byte[] {level, level, level});
      }
      writer.writeSamples(new float[2 * RATE]);
      writer.finish();
    }
    Measures measures = measures(MediaSource.of(file));
    assertEquals(20, measures.pictures());
    assertEquals(5, measures.content().motion().get(3), 1);
  }

  @Test
  void findsTheCutsThatFfmpegFinds()
      throws MediaException, IOException, InterruptedException, TimeoutException {
    Optional<String> obstacle = FfmpegTool.FFMPEG.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    int[] levels = {0, 3, 6, 90, 92, 94, 200, 60, 62, 20, 22, 22};
    MediaSource source = write(regular(12), levels, 0, new float[RATE]);
    PictureTrack track = new PictureTrack(10);
    MediaScan.pictures(source, PictureTrack.SIDE, track);
    String filter = "scale=64:64:flags=area,format=gray,scdet=t=10,metadata=print:file=-";
    FfmpegTool.Outcome outcome =
        FfmpegTool.FFMPEG.run(
            List.of(
                "-v",
                "error",
                "-i",
                FfmpegTool.argument(source.file()),
                "-vf",
                filter,
                "-f",
                "null",
                "-"),
            Duration.ofSeconds(30));
    assertEquals(0, outcome.exitCode(), outcome.messages());
    Matcher cut = Pattern.compile("lavfi\\.scd\\.time=([0-9.]+)").matcher(outcome.output());
    List<Long> theirs = new ArrayList<>();
    while (cut.find()) {
      theirs.add(Math.round(Double.parseDouble(cut.group(1)) * 1e6));
    }
    assertEquals(theirs, track.cutsMicros(), outcome.output());
    assertTrue(theirs.size() >= 3, outcome.output());
  }
}
