package avts.datasets.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the data doctor thinks of a file; every verdict but {@link #USABLE} refuses it. */
public enum Verdict {
  /** Picture and sound can be decoded, are long enough and both carry something. */
  USABLE,
  /** No picture stream. */
  NO_VIDEO,
  /** No sound stream. */
  NO_AUDIO,
  /** A sound stream whose level stays under the threshold. */
  SILENT,
  /** A picture stream that never changes. */
  STILL,
  /** The same content as an earlier file. */
  DUPLICATE,
  /** Ends before its own header says. */
  TRUNCATED,
  /** Not a media file, or one that FFmpeg cannot decode, or one that took the decoder down. */
  UNDECODABLE,
  /** Shorter than a clip. */
  TOO_SHORT,
  /** Picture and sound differ in length by more than the threshold. */
  LENGTHS_DISAGREE;

  /** Returns the name in files and reports: {@code no-audio} for {@link #NO_AUDIO}. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
