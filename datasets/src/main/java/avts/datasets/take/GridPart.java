package avts.datasets.take;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** What of a GRID sentence is the label (Cooke et al. 2006, table I). */
public enum GridPart {
  /** The first word. */
  COMMAND(0, "bin", "lay", "place", "set"),
  /** The second word. */
  COLOUR(1, "blue", "green", "red", "white"),
  /** The third word. */
  PREPOSITION(2, "at", "by", "in", "with"),
  /** The fourth word, a letter other than w. */
  LETTER(3, "abcdefghijklmnopqrstuvxyz".split("")),
  /** The fifth word. */
  DIGIT(4, "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
  /** The last word. */
  ADVERB(5, "again", "now", "please", "soon"),
  /** All six words. */
  SENTENCE(-1);

  private final int place;
  private final ImmutableList<String> words;

  GridPart(int place, String... words) {
    this.place = place;
    this.words = ImmutableList.copyOf(words);
  }

  /** Returns which word of the sentence this is, from 0; -1 for the sentence. */
  int place() {
    return place;
  }

  /** Returns the words that may stand there, none for the sentence. */
  List<String> words() {
    return words;
  }
}
