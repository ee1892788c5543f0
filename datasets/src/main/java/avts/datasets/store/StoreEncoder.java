package avts.datasets.store;

import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaSource;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Re-encodes one file; it appears complete or not at all. */
final class StoreEncoder {
  /** Pictures decoded at a time. */
  private static final int BLOCK = 32;

  private final StoreConfig config;
  private final StoreTimeline timeline;

  StoreEncoder(StoreConfig config, StoreTimeline timeline) {
    this.config = config;
    this.timeline = timeline;
  }

  /**
   * Encodes the stretch of {@code source} that the timeline names into {@code target}.
   *
   * @throws MediaException if the source cannot be decoded
   * @throws IOException if the target cannot be written
   */
  void encode(MediaSource source, Path target) throws MediaException, IOException {
    Files.createDirectories(checkNotNull(target.getParent()));
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      MediaInfo.Video video = reader.info().video();
      if (video == null || reader.info().audio() == null) {
        throw new MediaException(source, "a stream is missing");
      }
      // One picture ahead of all others tells their size.
      VideoFrames first = frames(reader, 0, 1);
      OutputFormat format = format(first.width(), first.height());
      AtomicFiles.replace(target, unfinished -> write(reader, unfinished, format));
    }
  }

  private void write(FfmpegMediaReader reader, Path file, OutputFormat format)
      throws MediaException, IOException {
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int at = 0; at < timeline.frames(); at += BLOCK) {
        int count = Math.min(BLOCK, timeline.frames() - at);
        VideoFrames frames = frames(reader, at, count);
        long start = timeline.sampleAt(at);
        int samples = Math.toIntExact(timeline.sampleAt(at + count) - start);
        float[] sound = reader.readSamples(new SampleSpan(start, samples, config.sampleRate()));
        int bytes = frames.height() * frames.width() * 3;
        for (int k = 0; k < count; k++) {
          writer.writeFrame(Arrays.copyOfRange(frames.rgb(), k * bytes, (k + 1) * bytes));
        }
        writer.writeSamples(sound);
      }
      writer.finish();
    } catch (MediaException e) {
      if (e.source().file().equals(file)) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  private VideoFrames frames(FfmpegMediaReader reader, int at, int count) throws MediaException {
    return reader.readFrames(
        new FrameSpan(timeline.firstFrame() + at, count, timeline.rate()), config.smallSide());
  }

  private OutputFormat format(int width, int height) {
    OutputFormat.VideoCodec codec =
        switch (config.picture()) {
          case MJPEG -> OutputFormat.VideoCodec.MJPEG;
          case RAW -> OutputFormat.VideoCodec.RAW;
        };
    return new OutputFormat(
        OutputFormat.Container.MOV,
        OutputFormat.Video.of(codec, width, height, timeline.rate()).withQuality(config.quality()),
        OutputFormat.Audio.of(OutputFormat.AudioCodec.PCM, config.sampleRate(), 1));
  }

  /** Returns what the container of a stored file says; not to be readable is the store's fault. */
  static MediaInfo probe(Path file) throws IOException {
    try {
      return MediaProbe.probe(MediaSource.of(file));
    } catch (MediaException e) {
      throw new IOException("the stored file cannot be read back: " + e.getMessage(), e);
    }
  }
}
