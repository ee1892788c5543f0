package avts.datasets.take;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the GRID corpus, see {@link TakeFormat#GRID}. */
final class GridReader {
  private static final String UNKNOWN = "unknown";

  private static final Pattern NAME =
      Pattern.compile("(?:(?:id|s)(\\d+)_)?(?:.*_)?([a-z]{4}[a-z0-9][a-z])");

  private static final Pattern SPEAKER = Pattern.compile("(?:id|s)(\\d+)(?:\\D.*)?");

  /** A file named after a sentence. */
  private record Named(String code, GridSentence sentence, String speaker) {

    String id() {
      return speaker + "_" + code;
    }
  }

  private GridReader() {}

  static TakeSet read(Path folder, TakeOptions options) throws IOException {
    Findings findings = new Findings();
    Map<String, Path> alignments = alignments(folder);
    int whole = 0;
    int strange = 0;
    TakeFiles.Found found = TakeFiles.media(folder, options);
    NamedFiles takes = new NamedFiles(folder, found);
    for (Path file : found.videosFirst()) {
      Named named = named(folder, file);
      if (named == null) {
        strange++;
        findings.note(file + " is not named as a GRID sentence, such as bbaf2n, and passed over");
        continue;
      }
      if (takes.isSoundOfVideo(named.id(), file)) {
        continue;
      }
      Stretch stretch = null;
      Path alignment = alignments.get(named.id());
      if (alignment == null) {
        whole++;
      } else {
        try {
          stretch = GridAlignment.stretch(alignment, named.sentence, options.gridPart());
        } catch (TakeException e) {
          findings.leaveOut(String.valueOf(e.getMessage()));
          continue;
        }
      }
      Take take = new Take(named.id(), named.sentence.label(options.gridPart()), named.speaker, 1);
      takes.add(new MediaTake(take, file, stretch));
    }
    List<MediaTake> all = takes.takes();
    if (all.isEmpty() && strange == 0) {
      throw new TakeException(
          folder, "no GRID: no video below is named as a sentence, such as bbaf2n.mpg");
    }
    takes.note(findings);
    noteWhole(whole, all.size(), options, findings);
    return MediaTakes.checked("grid", folder, MediaTakes.counted(all), options, findings);
  }

  private static void noteWhole(int whole, int all, TakeOptions options, Findings findings) {
    if (whole > 0 && options.gridPart() != GridPart.SENTENCE) {
      findings.note(
          whole
              + " of "
              + all
              + " takes have no .align file: of these the whole sentence"
              + " is used, not the word alone");
    }
  }

  private static Map<String, Path> alignments(Path folder) throws IOException {
    Map<String, Path> alignments = new TreeMap<>();
    for (Path file : TakeFiles.below(folder, Set.of("align"))) {
      Named named = named(folder, file);
      if (named != null) {
        alignments.put(named.id(), file);
      }
    }
    return alignments;
  }

  private static @Nullable Named named(Path folder, Path file) {
    String name = MoreFiles.getNameWithoutExtension(file).toLowerCase(Locale.ROOT);
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    GridSentence sentence = GridSentence.parse(matcher.group(2));
    if (sentence == null) {
      return null;
    }
    String prefix = matcher.group(1);
    return new Named(
        matcher.group(2), sentence, prefix != null ? "s" + prefix : speaker(folder, file));
  }

  /** The nearest folder named after a speaker, the set's own included. */
  private static String speaker(Path folder, Path file) {
    Path above = folder.toAbsolutePath().normalize();
    for (Path at = file.toAbsolutePath().normalize().getParent();
        at != null && at.startsWith(above) && at.getFileName() != null;
        at = at.getParent()) {
      Matcher matcher = SPEAKER.matcher(at.getFileName().toString().toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        return "s" + matcher.group(1);
      }
    }
    return UNKNOWN;
  }
}
