package avts.datasets.take;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads folders of labels, see {@link TakeFormat#FOLDERS}. */
final class LabelFolders {
  private static final int NAMED = 5;

  private LabelFolders() {}

  static TakeSet read(Path folder, TakeOptions options) throws IOException {
    Findings findings = new Findings();
    List<MediaTake> takes = new ArrayList<>();
    Set<String> prefixes = new TreeSet<>();
    TakeFiles.Found found = TakeFiles.media(folder, options);
    if (found.files().isEmpty()) {
      throw new TakeException(
          folder, "no video below: label/clip.mp4 or label/speaker/clip.mp4 is expected");
    }
    for (Path file : found.files()) {
      Path place = folder.relativize(file);
      if (place.getNameCount() < 2 || place.getNameCount() > 3) {
        findings.leaveOut(
            file
                + (place.getNameCount() < 2
                    ? " has no label: videos lie in the folder of their label"
                    : " lies too deep: label/clip.mp4 or label/speaker/clip.mp4 is expected"));
        continue;
      }
      String speaker = "unknown";
      if (place.getNameCount() == 3) {
        speaker = place.getName(1).toString();
      } else {
        String name = MoreFiles.getNameWithoutExtension(file);
        int line = name.indexOf('_');
        if (line > 0) {
          speaker = name.substring(0, line);
          prefixes.add(speaker);
        }
      }
      String id = place.toString().replace('\\', '/');
      takes.add(new MediaTake(new Take(id, place.getName(0).toString(), speaker, 1), file, null));
    }
    found.note(findings);
    if (!prefixes.isEmpty()) {
      findings.note(
          "speakers are taken from the names of files, before the first _: "
              + String.join(", ", prefixes.stream().limit(NAMED).toList())
              + (prefixes.size() > NAMED ? " and " + (prefixes.size() - NAMED) + " more" : ""));
    }
    return MediaTakes.checked("folders", folder, MediaTakes.counted(takes), options, findings);
  }
}
