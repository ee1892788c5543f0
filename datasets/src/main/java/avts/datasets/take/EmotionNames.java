package avts.datasets.take;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How sets of acted emotions name their files; emotions have the same names in all of them. */
enum EmotionNames {
  /** Livingstone and Russo 2018: seven numbers of two digits, divided by hyphens. */
  RAVDESS(
      "0(?<modality>[1-3])-(?<id>0(?<channel>[12])-0(?<emotion>[1-8])-0[12]-0[12]"
          + "-0(?<repetition>[12])-(?<speaker>0[1-9]|1[0-9]|2[0-4]))",
      "01-01-06-01-02-01-12.mp4: modality 01 to 03, vocal channel 01 or 02, emotion 01 to 08,"
          + " intensity, statement and repetition 01 or 02, actor 01 to 24") {
    @Override
    @Nullable String passedOver(Matcher name) {
      return part(name, "channel").equals("2")
          ? "files of songs (vocal channel 02) are passed over: what is spoken is read alone"
          : part(name, "modality").equals("2")
              ? "files of pictures without sound (modality 02) are passed over"
              : null;
    }

    @Override
    @Nullable String fault(Matcher name, Path file) {
      return part(name, "modality").equals("3") && !TakeFiles.isSound(file)
          ? "is a video, but its name says sound alone (modality 03)"
          : null;
    }

    @Override
    Take take(Matcher name) {
      // The id is what follows the modality: the three files of a take have it in common.
      return new Take(
          part(name, "id"),
          NUMBERS.get(Integer.parseInt(part(name, "emotion")) - 1),
          part(name, "speaker"),
          Integer.parseInt(part(name, "repetition")));
    }
  },
  /** Cao et al. 2014: speaker, sentence, emotion and level, divided by underscores. */
  CREMA_D(
      // One file of the published set has the level X; it is an XX.
      "(?<spoken>(?<speaker>\\d{4})_[A-Z]{3}_(?<emotion>ANG|DIS|FEA|HAP|NEU|SAD))"
          + "_(?<level>LO|MD|HI|XX?)",
      "1001_DFA_ANG_XX.flv: speaker of four digits, sentence of three letters, emotion ANG, DIS,"
          + " FEA, HAP, NEU or SAD, level LO, MD, HI or XX") {
    @Override
    Take take(Matcher name) {
      String level = part(name, "level");
      return new Take(
          part(name, "spoken") + "_" + (level.equals("X") ? "XX" : level),
          requireNonNull(CODES.get(part(name, "emotion"))),
          part(name, "speaker"),
          1);
    }

    /** Names tell no repetition. */
    @Override
    List<MediaTake> repeated(List<MediaTake> takes) {
      return MediaTakes.counted(takes);
    }
  };

  /** The numbers of RAVDESS, from 1. */
  private static final List<String> NUMBERS =
      List.of("neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised");

  /** The codes of CREMA-D. */
  private static final Map<String, String> CODES =
      Map.of(
          "ANG", "angry",
          "DIS", "disgust",
          "FEA", "fearful",
          "HAP", "happy",
          "NEU", "neutral",
          "SAD", "sad");

  private final Pattern pattern;
  private final String example;

  EmotionNames(String pattern, String example) {
    this.pattern = Pattern.compile(pattern);
    this.example = example;
  }

  /** Returns the match of a file's name without its extension, null if it is none of this set. */
  @Nullable Matcher match(String name) {
    Matcher matcher = pattern.matcher(name.toUpperCase(Locale.ROOT));
    return matcher.matches() ? matcher : null;
  }

  /** Returns a name and what its parts may be. */
  String example() {
    return example;
  }

  /** Returns why all files of this kind are passed over, to stand behind their number, or null. */
  @Nullable String passedOver(Matcher name) {
    return null;
  }

  /** Returns what speaks against this file, to stand behind its name, or null. */
  @Nullable String fault(Matcher name, Path file) {
    return null;
  }

  /** Returns the take of a name. */
  abstract Take take(Matcher name);

  /** Returns the takes with their repetitions. */
  List<MediaTake> repeated(List<MediaTake> takes) {
    return new ArrayList<>(takes);
  }

  private static String part(Matcher name, String part) {
    return requireNonNull(name.group(part));
  }
}
