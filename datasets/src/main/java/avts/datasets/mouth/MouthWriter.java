package avts.datasets.mouth;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.VideoFrames;
import avts.datasets.store.StoreTimeline;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writes one crop with its sound; it appears complete or not at all. */
final class MouthWriter {
  /** Pictures decoded at a time. */
  private static final int BLOCK = 32;

  /** Crops are small and looked at closely: seven times the usual rate. */
  private static final double BITS_PER_PIXEL = 2;

  private static final long LEAST_BITS = 256_000;

  /** Rates that AAC knows. */
  private static final Set<Integer> SAMPLE_RATES =
      Set.of(8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

  private final MouthConfig config;
  private final StoreTimeline timeline;

  MouthWriter(MouthConfig config, StoreTimeline timeline) {
    this.config = config;
    this.timeline = timeline;
  }

  /** Returns the rate at which sound of {@code rate} samples per second is kept. */
  static int sampleRate(int rate) {
    return SAMPLE_RATES.contains(rate) ? rate : 48_000;
  }

  /**
   * Cuts out what {@code path} says.
   *
   * @throws MediaException if the source cannot be decoded
   * @throws IOException if {@code target} cannot be written
   */
  void write(MediaReader reader, MouthPath path, Path target) throws MediaException, IOException {
    long bits =
        (long) (config.width() * config.height() * timeline.rate().perSecond() * BITS_PER_PIXEL);
    OutputFormat format =
        new OutputFormat(
            OutputFormat.Container.MP4,
            OutputFormat.Video.of(
                    OutputFormat.VideoCodec.H264, config.width(), config.height(), timeline.rate())
                .withBitRate(Math.max(LEAST_BITS, bits)),
            OutputFormat.Audio.of(OutputFormat.AudioCodec.AAC, timeline.sampleRate(), 1));
    AtomicFiles.replace(target, unfinished -> write(reader, path, unfinished, format));
  }

  private void write(MediaReader reader, MouthPath path, Path file, OutputFormat format)
      throws MediaException, IOException {
    BoxScaler scaler = new BoxScaler(config.width(), config.height());
    int frames = path.boxes().size();
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int at = 0; at < frames; at += BLOCK) {
        int count = Math.min(BLOCK, frames - at);
        int first = path.firstFrame() + at;
        VideoFrames pictures =
            reader.readFrames(
                new FrameSpan(timeline.firstFrame() + first, count, timeline.rate()), 0);
        for (int k = 0; k < count; k++) {
          writer.writeFrame(scaler.scale(pictures, k, path.boxes().get(at + k)));
        }
        long start = timeline.sampleAt(first);
        int samples = Math.toIntExact(timeline.sampleAt(first + count) - start);
        writer.writeSamples(
            reader.readSamples(new SampleSpan(start, samples, timeline.sampleRate())));
      }
      writer.finish();
    } catch (MediaException e) {
      if (e.source().file().equals(file)) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }
}
