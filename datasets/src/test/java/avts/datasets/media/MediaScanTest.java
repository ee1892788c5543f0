package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaScanTest {

  @TempDir Path folder;

  private static OutputFormat format(boolean sound) {
    return new OutputFormat(
        Container.MOV,
        OutputFormat.Video.of(VideoCodec.RAW, 4, 2, FrameRate.of(20)).withStart(100_000),
        sound ? OutputFormat.Audio.of(AudioCodec.PCM, 8000, 1) : null);
  }

  private MediaSource write(boolean sound) throws MediaException {
    Path file = folder.resolve("scan.mov");
    try (MediaWriter writer = MediaWriter.create(file, format(sound))) {
      for (int frame = 0; frame < 3; frame++) {
        byte[] rgb = new byte[4 * 2 * 3];
        Arrays.fill(rgb, (byte) (frame * 100));
        writer.writeFrame(rgb);
      }
      if (sound) {
        float[] samples = new float[1600];
        samples[800] = 0.5f;
        writer.writeSamples(samples);
      }
      writer.finish();
    }
    return MediaSource.of(file);
  }

  @Test
  void givesEveryPictureWithItsTimeAndLevel() throws MediaException {
    List<String> seen = new ArrayList<>();
    MediaScan.pictures(
        write(true),
        2,
        (micros, duration, gray) -> {
          assertEquals(4, gray.length);
          assertEquals(gray[0], gray[3]);
          seen.add(micros + " " + duration + " " + Math.round((gray[0] & 0xFF) / 10f) * 10);
        });
    assertEquals(List.of("100000 50000 0", "150000 50000 100", "200000 50000 200"), seen);
  }

  @Test
  void givesAllSound() throws MediaException {
    List<Float> samples = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    MediaScan.sound(
        write(true),
        (micros, mono) -> {
          starts.add(micros);
          for (float sample : mono) {
            samples.add(sample);
          }
        });
    assertEquals(1600, samples.size());
    assertEquals(0.5f, samples.get(800), 1e-4f);
    assertEquals(0, starts.get(0));
    for (int block = 1; block < starts.size(); block++) {
      assertTrue(starts.get(block) > starts.get(block - 1));
    }
  }

  @Test
  void readsAStretchOfALargerFile() throws MediaException, IOException {
    MediaSource source = write(true);
    byte[] bytes = Files.readAllBytes(source.file());
    byte[] larger = new byte[bytes.length + 1000];
    System.arraycopy(bytes, 0, larger, 512, bytes.length);
    Path shard = Files.write(folder.resolve("shard.bin"), larger);
    int[] count = new int[1];
    MediaScan.pictures(
        new MediaSource(shard, 512, bytes.length), 2, (micros, duration, gray) -> count[0]++);
    assertEquals(3, count[0]);
  }

  @Test
  void refusesWhatIsNotThere() throws MediaException, IOException {
    MediaSource mute = write(false);
    assertThrows(MediaException.class, () -> MediaScan.sound(mute, (micros, mono) -> {}));
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    assertThrows(
        MediaException.class,
        () -> MediaScan.pictures(MediaSource.of(text), 2, (micros, duration, gray) -> {}));
  }
}
