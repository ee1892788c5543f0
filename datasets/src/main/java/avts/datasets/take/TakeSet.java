package avts.datasets.take;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import java.io.IOException;
import java.util.List;

/**
 * A set of takes, each with features of its sound and, where {@link Take#pictures} says so, with
 * pictures of a mouth. Takes of sound alone are there only where they were asked for ({@link
 * TakeOptions#soundAlone}).
 *
 * <p>Files are read when asked for, not before; a set may be used by several threads.
 */
public interface TakeSet {

  /** Returns the name of the set for tables and messages, such as {@code avletters}. */
  String name();

  /** Returns the usable takes in a fixed order. */
  List<Take> takes();

  /**
   * Returns what was left out or is odd, one sentence each with the name of the file: takes without
   * their partner, lengths of sound and picture that disagree, letters that a speaker lacks.
   */
  List<String> problems();

  /**
   * Reads the pictures of a take of this set.
   *
   * @throws IllegalArgumentException if the take is sound alone, or of another set
   * @throws MediaException if the file cannot be decoded
   * @throws IOException if it cannot be read or breaks its format
   */
  GrayVideo video(Take take) throws IOException, MediaException;

  /**
   * Reads the features of the sound of a take of this set.
   *
   * @throws MediaException if the file cannot be decoded
   * @throws IOException if it cannot be read or breaks its format
   */
  FeatureTrack sound(Take take) throws IOException, MediaException;
}
