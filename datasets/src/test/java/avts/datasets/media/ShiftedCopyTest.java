package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.OutputFormat.Audio;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftedCopyTest {
  private static final FrameRate RATE = FrameRate.of(25);

  @TempDir Path folder;

  private record Kind(Container container, AudioCodec audio, String suffix) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(Container.MP4, AudioCodec.AAC, ".mp4"),
          new Kind(Container.MOV, AudioCodec.PCM, ".mov"),
          new Kind(Container.MATROSKA, AudioCodec.AAC, ".mkv"));

  private static FlashBeep pattern(Kind kind, long videoStart, long audioStart) {
    return FlashBeep.regular(
        new OutputFormat(
            kind.container,
            Video.of(VideoCodec.H264, 64, 48, RATE).withStart(videoStart),
            Audio.of(kind.audio, 48_000, 2).withStart(audioStart)),
        3);
  }

  /** Offsets, above 0 where late, of the beeps in {@code file} written for {@code pattern}. */
  private static double soundLaterMicros(FlashBeep pattern, Path file) throws MediaException {
    try (MediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      FlashBeep.Recovery found = pattern.measure(reader, RATE, 48_000);
      assertEquals(0, found.worstFrameError());
      return found.soundErrorMicros().stream().mapToDouble(e -> e).average().orElseThrow();
    }
  }

  @Test
  void soundComesOutLaterOrEarlierByTheGivenTime() throws IOException, MediaException {
    for (Kind kind : KINDS) {
      FlashBeep pattern = pattern(kind, 0, 0);
      Path original = folder.resolve("original" + kind.suffix);
      pattern.write(original);
      double before = soundLaterMicros(pattern, original);
      for (long later : new long[] {70_000, -36_500}) {
        Path copy = folder.resolve("copy" + later + kind.suffix);
        ShiftedCopy.write(MediaSource.of(original), later, copy);
        // Where the sound is to be earlier, the pictures are later: the pattern moves with them.
        FlashBeep moved = pattern(kind, Math.max(0, -later), Math.max(0, -later));
        assertEquals(later + before, soundLaterMicros(moved, copy), 1500, kind + " " + later);
        assertSamePictures(original, copy, Math.max(0, -later));
      }
    }
  }

  /** Packets are copied, so pictures decode to the same bits. */
  private static void assertSamePictures(Path original, Path copy, long laterMicros)
      throws MediaException {
    try (MediaReader first = FfmpegMediaReader.open(MediaSource.of(original));
        MediaReader second = FfmpegMediaReader.open(MediaSource.of(copy))) {
      int later = (int) Math.ceil(laterMicros / 40_000.0);
      assertArrayEquals(
          first.readFrames(new FrameSpan(10, 50, RATE), 0).rgb(),
          second.readFrames(new FrameSpan(10 + later, 50, RATE), 0).rgb());
    }
  }

  @Test
  void containerTimesAreReported() throws IOException, MediaException {
    Kind kind = KINDS.get(1);
    Path file = folder.resolve("late.mov");
    pattern(kind, 40_000, 125_000).write(file);
    StreamTimes times = StreamTimes.of(MediaSource.of(file));
    assertEquals(40_000, times.videoStartMicros());
    assertEquals(125_000, times.audioStartMicros());
    assertEquals(85_000, times.offsetMicros());
    assertEquals(0, times.primingMicros());
    Path aac = folder.resolve("aac.mp4");
    pattern(KINDS.get(0), 0, 0).write(aac);
    StreamTimes primed = StreamTimes.of(MediaSource.of(aac));
    assertEquals(0, primed.offsetMicros());
    assertEquals(1024 * 1_000_000L / 48_000, primed.primingMicros());
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException, MediaException {
    Path original = folder.resolve("original.mp4");
    pattern(KINDS.get(0), 0, 0).write(original);
    MediaSource source = MediaSource.of(original);
    assertThrows(IOException.class, () -> ShiftedCopy.write(source, 0, original));
    String unknown =
        String.valueOf(
            assertThrows(
                    MediaException.class,
                    () -> ShiftedCopy.write(source, 0, folder.resolve("copy.nothing")))
                .getMessage());
    assertTrue(unknown.contains("suffix"), unknown);
    String refused =
        String.valueOf(
            assertThrows(
                    MediaException.class,
                    () -> ShiftedCopy.write(source, 0, folder.resolve("copy.webm")))
                .getMessage());
    assertTrue(refused.contains("container"), refused);
    assertFalse(Files.exists(folder.resolve("copy.webm")));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(original), files.toList());
    }
  }
}
