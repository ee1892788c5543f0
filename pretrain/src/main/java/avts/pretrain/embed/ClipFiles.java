package avts.pretrain.embed;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.ClipView;
import avts.datasets.clip.Window;
import avts.datasets.media.DecodedStretch;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaScan;
import avts.datasets.media.MediaSource;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.NpyFile;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SlidingWindows;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Cuts files into the clips that a model takes. Thread-safe. */
final class ClipFiles implements ClipFeed.FileReader {
  private static final int MOST_CLIPS = 16;

  /** Values in a block at most, unless a single clip has more: 64 MB. */
  private static final int MOST_VALUES = 1 << 24;

  private final PretrainConfig config;
  private final FeatureNormalisation normalisation;
  private final EmbedRequest request;

  /** Work space at rest. */
  private final ConcurrentLinkedQueue<ClipReader> idle = new ConcurrentLinkedQueue<>();

  ClipFiles(TrainedModel model, EmbedRequest request) {
    this.config = model.config().value();
    this.normalisation = model.normalisation();
    this.request = request;
    idle.add(workSpace());
  }

  private ClipReader workSpace() {
    ClipReader found = idle.poll();
    return found == null
        ? new ClipReader(config.clip(), config.features(), AugmentConfig.off(), normalisation)
        : found;
  }

  private static int clipSize(ClipReader reader, Tower stream) {
    return stream == Tower.VIDEO ? reader.videoLength() : reader.audioLength();
  }

  private static int blockClips(int clipSize) {
    return Math.max(1, Math.min(MOST_CLIPS, MOST_VALUES / clipSize));
  }

  @Override
  public void read(EmbedInput input, ClipFeed.Sink sink)
      throws IOException, MediaException, InterruptedException {
    ClipReader reader = workSpace();
    try {
      if (input.isArray()) {
        readArray(input.source().file(), reader, sink);
      } else {
        readMedia(input.source(), reader, sink);
      }
    } finally {
      idle.add(reader);
    }
  }

  private void readMedia(MediaSource source, ClipReader reader, ClipFeed.Sink sink)
      throws MediaException, InterruptedException {
    try (FfmpegMediaReader media = FfmpegMediaReader.open(source)) {
      // Both streams' clips begin together, so that vectors of the same start belong together.
      Map<Tower, Span> spans = new EnumMap<>(Tower.class);
      for (Tower stream : request.streams()) {
        spans.put(stream, span(source, media.info(), stream));
      }
      long base = spans.values().stream().mapToLong(Span::start).max().orElseThrow();
      for (Map.Entry<Tower, Span> part : spans.entrySet()) {
        Tower stream = part.getKey();
        Span span = part.getValue();
        long[] starts = request.windows().startFrames(base, span.end);
        if (starts.length == 0) {
          throw new MediaException(
              source,
              String.format(
                  Locale.ROOT,
                  "%s of %.2f s is shorter than the model's clips of %.2f s",
                  stream == Tower.VIDEO ? "a picture stream" : "a sound stream",
                  1e-6 * (span.end - base),
                  config.clip().frames() / config.clip().frameRate().perSecond()));
        }
        readStream(media, reader, stream, starts, sink);
      }
    }
  }

  /** A stretch of time in microseconds. */
  private record Span(long start, long end) {}

  private static Span span(MediaSource source, MediaInfo info, Tower stream) throws MediaException {
    MediaInfo.Video video = info.video();
    MediaInfo.Audio audio = info.audio();
    if (stream == Tower.VIDEO) {
      if (video == null) {
        throw new MediaException(source, "there is no picture stream");
      }
      if (video.durationMicros() <= 0) {
        throw new MediaException(source, "the picture stream does not tell its length");
      }
      return new Span(video.startMicros(), video.startMicros() + video.durationMicros());
    }
    if (audio == null) {
      throw new MediaException(source, "there is no sound stream");
    }
    // Sound is cheap to decode and its stated length often missing or wrong: it is measured.
    return new Span(audio.startMicros(), MediaScan.soundEndMicros(source));
  }

  private void readStream(
      FfmpegMediaReader media,
      ClipReader reader,
      Tower stream,
      long[] startFrames,
      ClipFeed.Sink sink)
      throws MediaException, InterruptedException {
    SlidingWindows windows = request.windows();
    int size = clipSize(reader, stream);
    int most = blockClips(size);
    for (int first = 0; first < startFrames.length; first += most) {
      int count = Math.min(most, startFrames.length - first);
      float[] clips = new float[count * size];
      double[] starts = new double[count];
      MediaReader block =
          stream == Tower.VIDEO
              ? pictures(media, startFrames[first], startFrames[first + count - 1], count)
              : media;
      for (int i = 0; i < count; i++) {
        long frame = startFrames[first + i];
        starts[i] = windows.seconds(frame);
        Window window = new Window(0, frame, windows.grid().sampleAt(frame));
        if (stream == Tower.VIDEO) {
          reader.readVideo(block, window, null, clips, i * size);
        } else {
          reader.readAudio(media, window, null, clips, i * size);
        }
      }
      sink.put(stream, starts, clips);
    }
  }

  /**
   * Returns where clips that begin from {@code first} to {@code last} are cut from. Overlapping
   * ones would seek back for every clip, so their pictures are decoded once and kept.
   */
  private MediaReader pictures(FfmpegMediaReader media, long first, long last, int clips)
      throws MediaException {
    ClipConfig clip = config.clip();
    int frames = Math.toIntExact(last - first) + clip.frames();
    if (frames >= clips * clip.frames() || clip.view() == ClipView.SINGLE_FRAME) {
      return media;
    }
    return DecodedStretch.decode(
        media,
        media,
        new DecodedStretch.Span(
            new FrameSpan(first, frames, clip.frameRate()), clip.smallSideMin(), null));
  }

  /**
   * Clips as {@code avts features} writes them: pixels as the network sees them, {@code [C, T, H,
   * W]}, filter banks not yet normalised, {@code [1, filters, windows]}; or several of them, with
   * their number in front.
   */
  private void readArray(Path file, ClipReader reader, ClipFeed.Sink sink)
      throws IOException, InterruptedException {
    NpyFile.Array array = NpyFile.read(file);
    Tower stream = streamOf(file, array.shape(), reader);
    int size = clipSize(reader, stream);
    int total = array.values().length / size;
    for (float value : array.values()) {
      if (!Float.isFinite(value)) {
        throw new IOException(file + " holds values that are not finite");
      }
    }
    int block = blockClips(size);
    for (int first = 0; first < total; first += block) {
      int count = Math.min(block, total - first);
      float[] clips = Arrays.copyOfRange(array.values(), first * size, (first + count) * size);
      double[] places = new double[count];
      for (int i = 0; i < count; i++) {
        places[i] = first + i;
        if (stream == Tower.AUDIO) {
          normalisation.apply(clips, i * size, size / normalisation.filters());
        }
      }
      sink.put(stream, places, clips);
    }
  }

  private Tower streamOf(Path file, int[] shape, ClipReader reader) throws IOException {
    for (Tower stream : List.of(Tower.VIDEO, Tower.AUDIO)) {
      if (fits(shape, stream == Tower.VIDEO ? reader.videoShape() : reader.audioShape())) {
        if (!request.streams().contains(stream)) {
          throw new IOException(
              file
                  + " holds clips of "
                  + stream.name().toLowerCase(Locale.ROOT)
                  + ", which was not asked for");
        }
        return stream;
      }
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%s has shape %s; the model takes video clips [N, %s] and audio clips [N, %s]",
            file,
            Arrays.toString(shape),
            inner(reader.videoShape()),
            inner(reader.audioShape())));
  }

  private static boolean fits(int[] shape, int[] clip) {
    int extra = shape.length - clip.length;
    return (extra == 0 || extra == 1)
        && Arrays.equals(shape, extra, shape.length, clip, 0, clip.length);
  }

  private static String inner(int[] shape) {
    String text = Arrays.toString(shape);
    return text.substring(1, text.length() - 1);
  }
}
