package avts.datasets.take;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sentence of GRID, read from the six letters of its file name (Cooke et al. 2006): {@code
 * bbaf2n} is "bin blue at f two now".
 *
 * @param words the six words, a letter as itself, a digit as a word
 */
record GridSentence(List<String> words) {

  GridSentence {
    words = List.copyOf(words);
  }

  /** Returns the sentence of a name without prefix and ending, null where it is none. */
  static @Nullable GridSentence parse(String name) {
    String code = name.toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    for (GridPart part : GridPart.values()) {
      if (part != GridPart.SENTENCE) {
        String word = part.place() < code.length() ? word(part, code.charAt(part.place())) : null;
        if (word == null) {
          return null;
        }
        words.add(word);
      }
    }
    return code.length() == words.size() ? new GridSentence(words) : null;
  }

  private static @Nullable String word(GridPart part, char letter) {
    if (part == GridPart.DIGIT && letter != 'z') {
      return letter >= '1' && letter <= '9' ? part.words().get(letter - '0') : null;
    }
    return part.words().stream().filter(word -> word.charAt(0) == letter).findFirst().orElse(null);
  }

  /** Returns the label. */
  String label(GridPart part) {
    return part == GridPart.SENTENCE ? String.join(" ", words) : words.get(part.place());
  }
}
