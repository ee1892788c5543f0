package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Copies a file with its sound moved against everything else. Nothing is decoded or encoded:
 * packets are copied, their timestamps change.
 *
 * <p>All sound streams move together; subtitles and data stay with the pictures. What begins
 * earlier afterwards keeps its place and the rest is moved later, so that no timestamp becomes
 * negative.
 */
public final class ShiftedCopy {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  /** FFmpeg's "end of file"; the constant of this name is a macro. */
  private static final int END = avutil.AVERROR_EOF;

  private ShiftedCopy() {}

  /**
   * Writes {@code target}, which appears complete or not at all.
   *
   * @param source the file to copy
   * @param soundLaterMicros how much later the sound shall be, negative: earlier
   * @param target a new file; its suffix names the container
   * @throws MediaException if {@code source} cannot be read, or its streams do not go into that
   *     container
   * @throws IOException if {@code target} is there already or cannot be put in place
   */
  public static void write(MediaSource source, long soundLaterMicros, Path target)
      throws MediaException, IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " is there already: name another file");
    }
    Path folder = target.toAbsolutePath().getParent();
    checkArgument(folder != null, "%s names no file", target);
    Files.createDirectories(folder);
    // The suffix stays: it names the container.
    Path unfinished = folder.resolve(".unfinished-" + target.getFileName());
    try {
      try (InputFile input = InputFile.open(source)) {
        new Copy(input, MediaSource.of(unfinished)).run(soundLaterMicros);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** One copy in the making. */
  private static final class Copy {
    private final InputFile input;
    private final MediaSource target;
    private final AVFormatContext output = new AVFormatContext(null);

    /** Numbers of the copied streams in the output, by their number in the input. */
    private final Map<Integer, Integer> streams = new HashMap<>();

    Copy(InputFile input, MediaSource target) {
      this.input = input;
      this.target = target;
    }

    void run(long soundLaterMicros) throws MediaException {
      AVPacket packet = avcodec.av_packet_alloc();
      try (BytePointer url =
          new BytePointer(Libav.fileUrl(target.file()), StandardCharsets.UTF_8)) {
        Libav.check(
            avformat.avformat_alloc_output_context2(
                output, (AVOutputFormat) null, (String) null, url.getString()),
            target,
            "no container is known by this suffix");
        addStreams();
        AVIOContext file = new AVIOContext(null);
        Libav.check(
            avformat.avio_open2(
                file, url, avformat.AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null),
            target,
            "cannot be created");
        output.pb(file);
        writeHeader();
        copyPackets(packet, soundLaterMicros);
        Libav.check(avformat.av_write_trailer(output), target, "cannot be completed");
        int code = avformat.avio_closep(output.pb());
        output.pb(null);
        Libav.check(code, target, "cannot be completed");
      } finally {
        avcodec.av_packet_free(packet);
        close();
      }
    }

    private void close() {
      if (output.isNull()) {
        return;
      }
      AVIOContext file = output.pb();
      if (file != null && !file.isNull()) {
        avformat.avio_closep(file);
        output.pb(null);
      }
      avformat.avformat_free_context(output);
    }

    private void addStreams() throws MediaException {
      for (int i = 0; i < input.context().nb_streams(); i++) {
        AVStream from = input.stream(i);
        int type = from.codecpar().codec_type();
        boolean known =
            type == avutil.AVMEDIA_TYPE_VIDEO
                || type == avutil.AVMEDIA_TYPE_AUDIO
                || type == avutil.AVMEDIA_TYPE_SUBTITLE;
        if (!known) {
          // Time codes and other data are bound to their own container.
          continue;
        }
        AVStream to = avformat.avformat_new_stream(output, null);
        Libav.check(
            avcodec.avcodec_parameters_copy(to.codecpar(), from.codecpar()),
            target,
            "stream parameters");
        // Another container has tags of its own.
        to.codecpar().codec_tag(0);
        to.time_base().num(from.time_base().num());
        to.time_base().den(from.time_base().den());
        to.disposition(from.disposition());
        to.avg_frame_rate(from.avg_frame_rate());
        to.sample_aspect_ratio(from.sample_aspect_ratio());
        to.metadata(copy(from.metadata()));
        streams.put(i, to.index());
      }
      output.metadata(copy(input.context().metadata()));
    }

    /** Returns a copy that belongs to whom it is given to. */
    private static AVDictionary copy(AVDictionary from) {
      AVDictionary to = new AVDictionary(null);
      avutil.av_dict_copy(to, from, 0);
      return to;
    }

    private void writeHeader() throws MediaException {
      boolean quickTime = output.oformat().name().getString().matches("mp4|mov|ipod|3gp|psp");
      AVDictionary options =
          Libav.dictionary(quickTime ? Map.of("movie_timescale", "1000000") : Map.of());
      try {
        Libav.check(
            avformat.avformat_write_header(output, options),
            target,
            "the streams of " + input.source() + " do not go into this container");
      } finally {
        avutil.av_dict_free(options);
      }
    }

    private void copyPackets(AVPacket packet, long soundLaterMicros) throws MediaException {
      long soundLater = Math.max(0, soundLaterMicros);
      long othersLater = Math.max(0, -soundLaterMicros);
      while (true) {
        int code = avformat.av_read_frame(input.context(), packet);
        if (code == END) {
          return;
        }
        Libav.check(code, input.source(), "cannot be read");
        Integer number = streams.get(packet.stream_index());
        if (number == null) {
          avcodec.av_packet_unref(packet);
          continue;
        }
        AVStream from = input.stream(packet.stream_index());
        AVStream to = output.streams(number);
        boolean sound = from.codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO;
        avcodec.av_packet_rescale_ts(packet, from.time_base(), to.time_base());
        long later = ticks(sound ? soundLater : othersLater, to.time_base());
        if (packet.pts() != Libav.NO_TIMESTAMP) {
          packet.pts(packet.pts() + later);
        }
        if (packet.dts() != Libav.NO_TIMESTAMP) {
          packet.dts(packet.dts() + later);
        }
        packet.stream_index(number);
        packet.pos(-1);
        Libav.check(
            avformat.av_interleaved_write_frame(output, packet), target, "cannot be written");
      }
    }

    private static long ticks(long micros, AVRational timeBase) {
      return avutil.av_rescale(micros, timeBase.den(), MICROS_PER_SECOND * timeBase.num());
    }
  }
}
