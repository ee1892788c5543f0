package avts.datasets.batch;

import avts.datasets.clip.KeptFeatures;
import avts.datasets.machine.BoundedMemory;
import avts.datasets.media.KeptPictures;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What is kept of the files of a manifest, all of it in one memory. Thread-safe. */
final class KeptMedia {
  private final BoundedMemory memory;
  private final ConcurrentMap<Integer, Kept> files = new ConcurrentHashMap<>();

  /**
   * What is kept of one file.
   *
   * @param pictures as they were decoded
   * @param features of its sound
   */
  record Kept(KeptPictures pictures, KeptFeatures features) {}

  /** Keeps as much as goes into {@code bytes} bytes, whatever is read first. */
  KeptMedia(long bytes) {
    memory = new BoundedMemory(bytes);
  }

  /** Returns what is kept of file {@code file} of the manifest. */
  Kept of(int file) {
    return files.computeIfAbsent(
        file, number -> new Kept(new KeptPictures(memory), new KeptFeatures(memory)));
  }
}
