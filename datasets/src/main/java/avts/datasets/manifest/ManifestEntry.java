package avts.datasets.manifest;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaSource;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one media file: one line of the manifest.
 *
 * @param path the file, relative to the manifest's folder where it lies below it, else absolute
 * @param member name inside the tar shard, or null for a file of its own
 * @param offset first byte inside the shard, 0 for a file of its own
 * @param bytes number of bytes
 * @param sha256 hash of the content, 64 hexadecimal digits; empty where the file could not be read
 * @param verdict whether the file is used, and if not, why
 * @param reason the verdict in a sentence with its measured values; empty where usable
 * @param group name shared by files that share content (partial duplicates), never split apart; it
 *     follows from the content
 * @param info the container's streams, or null where it could not be opened
 * @param content what was measured in the decoded streams, or null where they were not decoded
 * @param origin what a prepared file was made from, or null for a file that was indexed itself; the
 *     key is left out then, and stores from before it have none either
 */
public record ManifestEntry(
    String path,
    @Nullable String member,
    long offset,
    long bytes,
    String sha256,
    Verdict verdict,
    String reason,
    String group,
    @Nullable MediaInfo info,
    @Nullable Content content,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin) {

  /** Checks that texts are there and that a usable entry has its measurements. */
  public ManifestEntry {
    checkNotNull(path, "path must not be null");
    checkNotNull(sha256, "%s: sha256 must not be null", path);
    checkNotNull(verdict, "%s: verdict must not be null", path);
    checkNotNull(reason, "%s: reason must not be null", path);
    checkNotNull(group, "%s: group must not be null", path);
    checkArgument(offset >= 0, "%s: offset must not be negative, got %s", path, offset);
    checkArgument(bytes >= 0, "%s: bytes must not be negative, got %s", path, bytes);
    checkArgument(
        verdict != Verdict.USABLE || (info != null && content != null),
        "%s: a usable entry needs streams and measurements",
        path);
  }

  /**
   * The file that a prepared one was made from.
   *
   * @param name its name in its own manifest, see {@link ManifestEntry#name()}
   * @param sha256 hash of its content
   */
  public record Origin(String name, String sha256) {

    /** Checks that both are there. */
    public Origin {
      checkNotNull(name, "an origin's name must not be null");
      checkNotNull(sha256, "%s: the origin's sha256 must not be null", name);
    }
  }

  /**
   * What was measured in the decoded streams.
   *
   * @param variableFrameRate whether the pictures' distances in time differ by more than a rounding
   * @param startMicros where on the timeline both streams have begun
   * @param endMicros where on the timeline the first of them ends
   * @param startDifferenceMicros start of the sound minus start of the pictures
   * @param loudnessDb root mean square of all samples in dB below full scale, at most 0
   * @param cutsMicros timestamps of the first picture of each shot but the first, ascending
   * @param stepMillis length of one entry of the two profiles below
   * @param soundDb root mean square of the sound in each step from {@code startMicros} on, in dB
   * @param motion mean absolute difference of neighbouring small gray pictures in each step, 0..255
   */
  public record Content(
      boolean variableFrameRate,
      long startMicros,
      long endMicros,
      long startDifferenceMicros,
      double loudnessDb,
      List<Long> cutsMicros,
      int stepMillis,
      List<Float> soundDb,
      List<Float> motion) {

    /** Copies the lists. */
    public Content {
      checkArgument(stepMillis > 0, "step_millis must be positive, got %s", stepMillis);
      cutsMicros = List.copyOf(cutsMicros);
      soundDb = List.copyOf(soundDb);
      motion = List.copyOf(motion);
    }
  }

  /**
   * Returns this entry as one that was made from {@code source}, or from what that was made from.
   */
  public ManifestEntry madeFrom(ManifestEntry source) {
    Origin original = new Origin(source.originalName(), source.originalSha256());
    return new ManifestEntry(
        path, member, offset, bytes, sha256, verdict, reason, group, info, content, original);
  }

  /** Returns where the file's bytes lie; {@code folder} is the manifest's. */
  public MediaSource source(Path folder) {
    Path file = folder.resolve(path);
    return member == null ? MediaSource.of(file) : new MediaSource(file, offset, bytes);
  }

  /** Returns the file's name with the member's where there is one, for messages. */
  public String name() {
    return member == null ? path : path + "!" + member;
  }

  /** Returns the {@link #name()} of the file that this one was made from, or its own. */
  public String originalName() {
    return origin == null ? name() : origin.name();
  }

  /** Returns the hash of the content of the file that this one was made from, or its own. */
  public String originalSha256() {
    return origin == null ? sha256 : origin.sha256();
  }
}
