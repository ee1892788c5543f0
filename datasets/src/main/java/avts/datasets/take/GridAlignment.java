package avts.datasets.take;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * When the words of a GRID sentence are spoken: lines {@code START END WORD} in units of 1/25000 s
 * ({@code .align}).
 */
final class GridAlignment {
  private static final long MICROS_PER_UNIT = 40;
  private static final Set<String> SILENCES = Set.of("sil", "sp");

  /** A word and its time. */
  private record Spoken(String word, Stretch time) {}

  private GridAlignment() {}

  /**
   * Returns when {@code part} of {@code sentence} is spoken.
   *
   * @throws TakeException if the file breaks its format or has other words
   */
  static Stretch stretch(Path file, GridSentence sentence, GridPart part) throws IOException {
    List<Spoken> spoken = read(file);
    List<String> words = spoken.stream().map(Spoken::word).toList();
    if (!words.equals(sentence.words())) {
      throw new TakeException(
          file,
          "has the words \""
              + String.join(" ", words)
              + "\", the name says \""
              + sentence.label(GridPart.SENTENCE)
              + "\"");
    }
    return part == GridPart.SENTENCE
        ? new Stretch(
            spoken.get(0).time.startMicros(), spoken.get(spoken.size() - 1).time.endMicros())
        : spoken.get(part.place()).time;
  }

  private static List<Spoken> read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (MalformedInputException e) {
      throw new TakeException(file, "is not UTF-8 text", e);
    }
    List<Spoken> spoken = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      String[] parts = line.split("\\s+", -1);
      Long start = Longs.tryParse(parts[0]);
      Long end = parts.length == 3 ? Longs.tryParse(parts[1]) : null;
      if (start == null || end == null || start < 0 || end < start || end > Integer.MAX_VALUE) {
        throw new TakeException(
            file, "line " + (i + 1) + ": start, end and word expected, got \"" + line + "\"");
      }
      if (!SILENCES.contains(parts[2]) && end > start) {
        spoken.add(
            new Spoken(parts[2], new Stretch(start * MICROS_PER_UNIT, end * MICROS_PER_UNIT)));
      }
    }
    return spoken;
  }
}
