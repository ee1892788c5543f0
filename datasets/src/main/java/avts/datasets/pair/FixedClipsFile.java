package avts.datasets.pair;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.clip.Window;
import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.pair.FixedClips.Header;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file format of {@link FixedClips}: JSON lines in UTF-8. Line 1 is the header with {@code
 * "avts":"clips","version":1} and the number of lines that follow; then {@code
 * {"use":"across","windows":[[file,frame,sample],...]}} once, and lines with the use inside or
 * segments, one for each file.
 */
final class FixedClipsFile {
  private static final String KIND = "clips";
  private static final int VERSION = 1;

  private FixedClipsFile() {}

  private record FirstLine(String avts, int version, int lines, Header header) {}

  private record Line(String use, List<List<Long>> windows) {}

  static void write(FixedClips clips, Path file) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    List<Line> lines = new ArrayList<>();
    lines.add(line("across", clips.across()));
    clips.inside().forEach(windows -> lines.add(line("inside", windows)));
    clips.segments().forEach(windows -> lines.add(line("segments", windows)));
    StringBuilder text = new StringBuilder();
    FirstLine first = new FirstLine(KIND, VERSION, lines.size(), clips.header());
    text.append(mapper.writeValueAsString(first)).append('\n');
    for (Line line : lines) {
      text.append(mapper.writeValueAsString(line)).append('\n');
    }
    AtomicFiles.replace(file, text.toString());
  }

  private static Line line(String use, List<Window> windows) {
    return new Line(
        use,
        windows.stream()
            .map(window -> List.of((long) window.file(), window.startFrame(), window.startSample()))
            .toList());
  }

  static FixedClips read(Path file, String manifestHash) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    List<String> lines = Files.readAllLines(file, UTF_8);
    String begin = "{\"avts\":\"" + KIND + "\",\"version\":" + VERSION + ",";
    if (lines.isEmpty() || !lines.get(0).startsWith(begin)) {
      throw new IOException(
          file + ":1: not a file of clips (it should begin with " + begin + "): draw them again");
    }
    int number = 1;
    try {
      FirstLine first = mapper.readValue(lines.get(0), FirstLine.class);
      if (!first.header.manifestHash().equals(manifestHash)) {
        throw new IOException(
            file
                + ": these clips belong to another manifest (hash "
                + first.header.manifestHash()
                + ", the one at hand has "
                + manifestHash
                + "): use that manifest, or delete the file to draw new clips");
      }
      if (lines.size() - 1 != first.lines) {
        throw new IOException(
            file
                + ": line 1 announces "
                + first.lines
                + " lines, but there are "
                + (lines.size() - 1)
                + ": cut short");
      }
      List<Window> across = new ArrayList<>();
      List<List<Window>> inside = new ArrayList<>();
      List<List<Window>> segments = new ArrayList<>();
      for (String text : lines.subList(1, lines.size())) {
        number++;
        Line line = mapper.readValue(text, Line.class);
        List<Window> windows = line.windows.stream().map(FixedClipsFile::window).toList();
        switch (line.use) {
          case "across" -> across.addAll(windows);
          case "inside" -> inside.add(windows);
          case "segments" -> segments.add(windows);
          default -> throw new IllegalArgumentException("unknown use \"" + line.use + "\"");
        }
      }
      return new FixedClips(first.header, across, inside, segments);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ":" + number + ": " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
    }
  }

  private static Window window(List<Long> numbers) {
    if (numbers.size() != 3) {
      throw new IllegalArgumentException("a window is [file, frame, sample], got " + numbers);
    }
    return new Window(Math.toIntExact(numbers.get(0)), numbers.get(1), numbers.get(2));
  }
}
