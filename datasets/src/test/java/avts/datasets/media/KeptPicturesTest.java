package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.machine.BoundedMemory;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.testing.TestData;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPicturesTest {
  private static final FrameRate RATE = FrameRate.of(25);
  private static final long PLENTY = 512L << 20;

  @TempDir Path folder;

  private Path write(VideoCodec codec, int width, int height) throws MediaException {
    Path file = folder.resolve(codec + "-" + width + ".mov");
    OutputFormat format =
        new OutputFormat(Container.MOV, Video.of(codec, width, height, RATE), null);
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      Random random = new Random(width);
      byte[] rgb = new byte[width * height * 3];
      for (int frame = 0; frame < 40; frame++) {
        random.nextBytes(rgb);
        writer.writeFrame(rgb);
      }
      writer.finish();
    }
    return file;
  }

  /** Reads random spans at random sizes, each twice, and compares with a reader that keeps none. */
  private static void assertSame(Path file, long bytes, int frames) throws MediaException {
    MediaSource source = MediaSource.of(file);
    KeptPictures kept = new KeptPictures(new BoundedMemory(bytes));
    Random random = new Random(4);
    for (int visit = 0; visit < 6; visit++) {
      try (MediaReader plain = FfmpegMediaReader.open(source);
          MediaReader keeping = FfmpegMediaReader.open(source, kept)) {
        assertEquals(plain.info(), keeping.info());
        for (int i = 0; i < 2; i++) {
          int count = 1 + random.nextInt(10);
          FrameSpan span = new FrameSpan(random.nextInt(frames - count), count, RATE);
          int side = random.nextInt(5) == 0 ? 0 : 20 + random.nextInt(40);
          VideoFrames expected = plain.readFrames(span, side);
          VideoFrames given = keeping.readFrames(span, side);
          assertEquals(expected.width(), given.width());
          assertEquals(expected.height(), given.height());
          assertArrayEquals(expected.ageMicros(), given.ageMicros());
          assertArrayEquals(expected.rgb(), given.rgb(), () -> file + " " + span + " " + side);
        }
      }
    }
  }

  @Test
  void keptPicturesHaveTheSameBits() throws MediaException {
    for (VideoCodec codec : List.of(VideoCodec.H264, VideoCodec.MJPEG, VideoCodec.RAW)) {
      for (int width : new int[] {64, 66, 74}) {
        Path file = write(codec, width, 56);
        assertSame(file, PLENTY, 40);
        assertSame(file, 5L << 20, 40);
      }
    }
    assertSame(write(VideoCodec.MJPEG, 75, 57), PLENTY, 40);
    assertSame(write(VideoCodec.RAW, 75, 57), PLENTY, 40);
  }

  @Test
  void keptPicturesOfRealFilesHaveTheSameBits() throws Exception {
    for (String part : List.of("containers", "clips")) {
      try (Stream<Path> files = Files.list(TestData.require(part))) {
        for (Path file : files.sorted().limit(6).toList()) {
          assertSame(file, PLENTY, 25);
        }
      }
    }
  }

  @Test
  void aFileOfWhichAllIsKeptIsNotOpened() throws Exception {
    Path file = write(VideoCodec.H264, 64, 56);
    MediaSource source = MediaSource.of(file);
    KeptPictures kept = new KeptPictures(new BoundedMemory(PLENTY));
    FrameSpan span = new FrameSpan(5, 20, RATE);
    byte[] first;
    try (MediaReader reader = FfmpegMediaReader.open(source, kept)) {
      first = reader.readFrames(span, 32).rgb();
    }
    Files.delete(file);
    try (MediaReader reader = FfmpegMediaReader.open(source, kept)) {
      assertEquals(64, width(reader.info()));
      assertArrayEquals(first, reader.readFrames(span, 32).rgb());
      // What is not kept is missed as ever.
      MediaException thrown =
          assertThrows(
              MediaException.class, () -> reader.readFrames(new FrameSpan(24, 2, RATE), 32));
      assertTrue(String.valueOf(thrown.getMessage()).contains("no such file"));
    }
  }

  @Test
  void aPictureShownForLongIsKeptOnce() throws MediaException {
    Path file = folder.resolve("slow.mov");
    Video slow = Video.of(VideoCodec.RAW, 320, 240, FrameRate.of(5));
    try (MediaWriter writer =
        MediaWriter.create(file, new OutputFormat(Container.MOV, slow, null))) {
      for (int frame = 0; frame < 10; frame++) {
        writer.writeFrame(new byte[320 * 240 * 3]);
      }
      writer.finish();
    }
    BoundedMemory memory = new BoundedMemory(PLENTY);
    try (MediaReader reader =
        FfmpegMediaReader.open(MediaSource.of(file), new KeptPictures(memory))) {
      reader.readFrames(new FrameSpan(0, 50, RATE), 48);
    }
    // Ten pictures of 225 kB are kept, not fifty: one block of 4 MB.
    assertEquals(4L << 20, memory.taken());
  }

  private static int width(MediaInfo info) {
    MediaInfo.Video video = info.video();
    return video == null ? 0 : video.width();
  }
}
