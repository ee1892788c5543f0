package avts.datasets.take;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of takes, see {@link TakeFormat#MANIFEST}. */
final class TakeList {
  private static final Set<String> COLUMNS = Set.of("path", "label", "speaker", "repetition");

  private final Path file;
  private final List<String> columns;

  private TakeList(Path file, List<String> columns) {
    this.file = file;
    this.columns = columns;
  }

  static TakeSet read(Path file, TakeOptions options) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new TakeException(
          file, Files.exists(file) ? "is a folder, a list of takes is expected" : "no such file");
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (MalformedInputException e) {
      throw new TakeException(file, "is not UTF-8 text", e);
    }
    List<String> columns = lines.isEmpty() ? List.of() : cells(lines.get(0));
    if (!columns.contains("path")
        || !columns.contains("label")
        || !COLUMNS.containsAll(columns)
        || new HashSet<>(columns).size() < columns.size()) {
      throw new TakeException(
          file,
          "the first line names the columns, divided by tabs: path and label, and perhaps speaker"
              + " and repetition; got "
              + columns);
    }
    TakeList list = new TakeList(file, columns);
    List<MediaTake> takes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        MediaTake take = list.take(i + 1, lines.get(i));
        if (!ids.add(take.take().id())) {
          throw list.fault(i + 1, take.take().id() + " is listed a second time");
        }
        takes.add(take);
      }
    }
    List<MediaTake> counted = columns.contains("repetition") ? takes : MediaTakes.counted(takes);
    return MediaTakes.checked("manifest", file, counted, options, new Findings());
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split("\t", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private MediaTake take(int number, String line) throws TakeException {
    List<String> cells = cells(line);
    if (cells.size() != columns.size()) {
      throw fault(
          number, columns.size() + " columns expected, as in the first line, got " + cells.size());
    }
    String path = cell(cells, "path");
    String label = cell(cells, "label");
    String speaker = cell(cells, "speaker");
    String repetition = cell(cells, "repetition");
    if (path == null || path.isEmpty() || label == null || label.isEmpty()) {
      throw fault(number, "path or label is empty");
    }
    Integer times = repetition == null ? Integer.valueOf(1) : Ints.tryParse(repetition);
    if (times == null || times < 1) {
      throw fault(number, "repetition is a number from 1, got \"" + repetition + "\"");
    }
    try {
      return new MediaTake(
          new Take(path, label, speaker == null || speaker.isEmpty() ? "unknown" : speaker, times),
          file.resolveSibling(path),
          null);
    } catch (InvalidPathException e) {
      throw fault(number, "\"" + path + "\" is no path");
    }
  }

  private @Nullable String cell(List<String> cells, String column) {
    int index = columns.indexOf(column);
    return index < 0 ? null : cells.get(index);
  }

  private TakeException fault(int line, String problem) {
    return new TakeException(file, "line " + line + ": " + problem);
  }
}
