package avts.datasets.pair;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.clip.Window;
import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.pair.FixedPairs.Header;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.base.Strings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file format of {@link FixedPairs}: JSON lines in UTF-8. Line 1 is the header with {@code
 * "avts":"pairs","version":1} and the numbers of lines that follow; then one line for each swap,
 * {@code {"row":"hard","first":[file,frame,sample],"second":[...]}}, then one for each offset
 * window, {@code {"offset":[file,frame,sample]}}.
 */
final class FixedPairsFile {
  private static final String KIND = "pairs";
  private static final int VERSION = 1;

  private FixedPairsFile() {}

  private record FirstLine(String avts, int version, int swaps, int offsets, Header header) {}

  private record SwapLine(Row row, List<Long> first, List<Long> second) {}

  private record OffsetLine(List<Long> offset) {}

  static void write(FixedPairs pairs, Path file) throws IOException {
    AtomicFiles.replace(
        file,
        unfinished -> {
          try (BufferedWriter out = Files.newBufferedWriter(unfinished, UTF_8)) {
            write(pairs, out);
          }
        });
  }

  private static void write(FixedPairs pairs, Writer out) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    FirstLine first =
        new FirstLine(
            KIND, VERSION, pairs.swaps().size(), pairs.offsetWindows().size(), pairs.header());
    out.write(mapper.writeValueAsString(first) + "\n");
    for (Swap swap : pairs.swaps()) {
      SwapLine line = new SwapLine(swap.row(), numbers(swap.first()), numbers(swap.second()));
      out.write(mapper.writeValueAsString(line) + "\n");
    }
    for (Window window : pairs.offsetWindows()) {
      out.write(mapper.writeValueAsString(new OffsetLine(numbers(window))) + "\n");
    }
  }

  static FixedPairs read(Path file, String manifestHash) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    int number = 1;
    try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
      FirstLine first = readFirst(file, mapper, in.readLine());
      if (!first.header.manifestHash().equals(manifestHash)) {
        throw new IOException(
            file
                + ": these pairs belong to another manifest (hash "
                + first.header.manifestHash()
                + ", the one at hand has "
                + manifestHash
                + "): use that manifest, or delete the file to draw new pairs");
      }
      List<Swap> swaps = new ArrayList<>();
      List<Window> offsets = new ArrayList<>();
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        if (text.startsWith("{\"offset\"")) {
          offsets.add(window(mapper.readValue(text, OffsetLine.class).offset));
        } else {
          SwapLine line = mapper.readValue(text, SwapLine.class);
          swaps.add(new Swap(line.row, window(line.first), window(line.second)));
        }
      }
      if (swaps.size() != first.swaps || offsets.size() != first.offsets) {
        throw new IOException(
            Strings.lenientFormat(
                "%s: line 1 announces %s swaps and %s offset windows, but there are %s and %s: cut"
                    + " short",
                file, first.swaps, first.offsets, swaps.size(), offsets.size()));
      }
      return new FixedPairs(first.header, swaps, offsets);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ":" + number + ": " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
    }
  }

  private static FirstLine readFirst(Path file, JsonMapper mapper, @Nullable String line)
      throws IOException {
    if (line == null || !line.startsWith("{\"avts\":\"" + KIND + "\"")) {
      throw new IOException(
          file + ":1: not a file of pairs (it should begin with {\"avts\":\"" + KIND + "\")");
    }
    if (!line.startsWith("{\"avts\":\"" + KIND + "\",\"version\":" + VERSION + ",")) {
      throw new IOException(
          file + ":1: another version of the format than " + VERSION + ": draw the pairs again");
    }
    return mapper.readValue(line, FirstLine.class);
  }

  private static List<Long> numbers(Window window) {
    return List.of((long) window.file(), window.startFrame(), window.startSample());
  }

  private static Window window(List<Long> numbers) {
    if (numbers.size() != 3) {
      throw new IllegalArgumentException("a window is [file, frame, sample], got " + numbers);
    }
    return new Window(Math.toIntExact(numbers.get(0)), numbers.get(1), numbers.get(2));
  }
}
