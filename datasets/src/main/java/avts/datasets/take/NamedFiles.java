package avts.datasets.take;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the takes of a set whose files say by their names which take they are, in any folders.
 * Of a take with a video and a sound, which such sets keep in folders of their own, the video is
 * the take.
 */
final class NamedFiles {
  private final Path folder;
  private final TakeFiles.Found found;
  private final Map<String, MediaTake> takes = new TreeMap<>();
  private int besideVideos;

  /** Begins with nothing; {@code folder} is the set's, for messages. */
  NamedFiles(Path folder, TakeFiles.Found found) {
    this.folder = folder;
    this.found = found;
  }

  /**
   * Returns whether {@code file} is the sound of a take of which there is a video, and counts it.
   * Files must come as {@link TakeFiles.Found#videosFirst} gives them.
   */
  boolean isSoundOfVideo(String id, Path file) {
    MediaTake before = takes.get(id);
    boolean sound = before != null && TakeFiles.isSound(file) && !TakeFiles.isSound(before.file());
    if (sound) {
      besideVideos++;
    }
    return sound;
  }

  /** Adds a take; the set is refused if it has it already. */
  void add(MediaTake take) throws TakeException {
    MediaTake before = takes.put(take.take().id(), take);
    if (before != null) {
      throw new TakeException(
          folder,
          "has "
              + take.take().id()
              + " twice: "
              + before.file()
              + " and "
              + take.file()
              + "; name one of the folders");
    }
  }

  /** Returns the takes by their ids, ascending. */
  List<MediaTake> takes() {
    return new ArrayList<>(takes.values());
  }

  /** Tells which files were passed over for sound. */
  void note(Findings findings) {
    new TakeFiles.Found(found.files(), found.besideVideos() + besideVideos, found.unwanted())
        .note(findings);
  }
}
