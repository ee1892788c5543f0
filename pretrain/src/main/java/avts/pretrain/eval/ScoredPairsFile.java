package avts.pretrain.eval;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file format of scored pairs, so that figures can be made of them elsewhere: JSON lines in
 * UTF-8, a pair each, such as {@code {"row":"hard","aligned":true,"group":"a.mp4","score":-0.42}},
 * four of each swap in the order (v1, a1), (v1, a2), (v2, a2), (v2, a1).
 */
public final class ScoredPairsFile {

  private ScoredPairsFile() {}

  /** Writes {@code pairs} to {@code file}, which appears complete or not at all. */
  public static void write(List<ScoredPair> pairs, Path file) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    StringBuilder text = new StringBuilder();
    for (ScoredPair pair : pairs) {
      text.append(mapper.writeValueAsString(pair)).append('\n');
    }
    AtomicFiles.replace(file, text.toString());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file cannot be read or is damaged; the message names file and line
   */
  public static List<ScoredPair> read(Path file) throws IOException {
    JsonMapper mapper = ManifestJson.mapper();
    List<String> lines = Files.readAllLines(file);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        pairs.add(mapper.readValue(lines.get(i), ScoredPair.class));
      } catch (JsonProcessingException e) {
        throw new IOException(file + ":" + (i + 1) + ": " + e.getOriginalMessage(), e);
      }
    }
    return pairs;
  }
}
