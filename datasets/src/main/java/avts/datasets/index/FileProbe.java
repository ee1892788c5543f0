package avts.datasets.index;

import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaScan;
import avts.datasets.media.MediaSource;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Measures one file from the first byte to the last; runs inside the worker. */
final class FileProbe {
  private static final int BUFFER_BYTES = 1 << 20;

  private final ProbeRequest request;
  private final MediaSource source;
  private final Runnable alive;

  private FileProbe(ProbeRequest request, Runnable alive) {
    this.request = request;
    this.source = request.source();
    this.alive = alive;
  }

  /** Measures the file of {@code request}; {@code alive} is called again and again meanwhile. */
  static ProbeResult probe(ProbeRequest request, Runnable alive) {
    return new FileProbe(request, alive).probe();
  }

  private ProbeResult probe() {
    Content content;
    try {
      content = hash(source, alive);
    } catch (IOException e) {
      return failed(new Content("", 0), Verdict.UNDECODABLE, "cannot be read: " + e, null);
    }
    if (content.bytes() == 0) {
      return failed(content, Verdict.UNDECODABLE, "empty: zero bytes", null);
    }
    MediaInfo info = null;
    try {
      info = MediaProbe.probe(source);
      MediaInfo.Audio audio = info.audio();
      if (info.video() == null) {
        return failed(content, Verdict.NO_VIDEO, "no picture stream", info);
      }
      if (audio == null) {
        return failed(content, Verdict.NO_AUDIO, "no sound stream", info);
      }
      Measures measures = measure(audio);
      String cut = cut();
      return cut.isEmpty()
          ? new ProbeResult(content.sha256(), content.bytes(), Verdict.USABLE, "", info, measures)
          : failed(content, Verdict.TRUNCATED, cut, info);
    } catch (MediaException e) {
      String cut = cut();
      return cut.isEmpty()
          ? failed(content, Verdict.UNDECODABLE, withoutName(e), info)
          : failed(content, Verdict.TRUNCATED, cut + "; " + withoutName(e), info);
    }
  }

  private static ProbeResult failed(
      Content content, Verdict verdict, String reason, @Nullable MediaInfo info) {
    return new ProbeResult(content.sha256(), content.bytes(), verdict, reason, info, null);
  }

  private Measures measure(MediaInfo.Audio audio) throws MediaException {
    PictureTrack pictures = new PictureTrack(request.sceneThreshold());
    MediaScan.pictures(
        source,
        PictureTrack.SIDE,
        (micros, duration, gray) -> {
          alive.run();
          pictures.picture(micros, duration, gray);
        });
    if (pictures.count() == 0) {
      throw new MediaException(source, "not one picture can be decoded");
    }
    long stepMicros = request.stepMillis() * 1000L;
    SoundTrack sound = new SoundTrack(audio.sampleRate(), pictures.startMicros(), stepMicros);
    MediaScan.sound(
        source,
        (micros, mono) -> {
          alive.run();
          sound.sound(micros, mono);
        });
    if (sound.samples() == 0) {
      throw new MediaException(source, "not one sample of sound can be decoded");
    }
    long start = sound.usableStartMicros();
    long end = Math.max(start, Math.min(pictures.endMicros(), sound.endMicros()));
    int steps = Math.toIntExact((end - start + stepMicros - 1) / stepMicros);
    ManifestEntry.Content content =
        new ManifestEntry.Content(
            pictures.isVariable(MediaScan.pictureTickMicros(source)),
            start,
            end,
            sound.startMicros() - pictures.startMicros(),
            sound.loudnessDb(),
            pictures.cutsMicros(),
            request.stepMillis(),
            sound.levelsDb(steps),
            pictures.motion(start, steps, stepMicros));
    return new Measures(
        pictures.count(),
        pictures.startMicros(),
        pictures.endMicros(),
        sound.startMicros(),
        sound.endMicros(),
        content,
        sound.fingerprint().encoded());
  }

  /** Says how much the file's own headers miss, empty where nothing. */
  private String cut() {
    try {
      long missing = StatedLength.missingBytes(source);
      return missing == 0 ? "" : "cut off: its header promises " + missing + " bytes more";
    } catch (IOException e) {
      return "";
    }
  }

  /** Entries name their file themselves. */
  private String withoutName(MediaException e) {
    String message = String.valueOf(e.getMessage());
    String name = source + ": ";
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }

  /**
   * A file's bytes.
   *
   * @param sha256 their hash
   * @param bytes how many there are
   */
  record Content(String sha256, long bytes) {}

  /** Hashes the bytes of {@code source}; {@code alive} is called now and then. */
  static Content hash(MediaSource source, Runnable alive) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(source.file(), StandardOpenOption.READ)) {
      long end =
          source.length() < 0
              ? channel.size()
              : Math.min(channel.size(), source.offset() + source.length());
      long at = source.offset();
      while (at < end) {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
        int count = channel.read(buffer, at);
        if (count < 0) {
          break;
        }
        hasher.putBytes(buffer.flip());
        at += count;
        alive.run();
      }
      return new Content(hasher.hash().toString(), Math.max(0, at - source.offset()));
    }
  }
}
