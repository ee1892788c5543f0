package avts.datasets.index;

import avts.datasets.media.MediaSource;
import java.nio.file.Path;

/**
 * What a worker is asked.
 *
 * @param path the file
 * @param offset first byte
 * @param length number of bytes, -1 for all
 * @param sceneThreshold see {@link IndexConfig}
 * @param stepMillis see {@link IndexConfig}
 * @param thumbnail whether only a picture for the report is wanted
 */
record ProbeRequest(
    String path,
    long offset,
    long length,
    double sceneThreshold,
    int stepMillis,
    boolean thumbnail) {

  static ProbeRequest of(MediaSource source, IndexConfig config, boolean thumbnail) {
    return new ProbeRequest(
        source.file().toString(),
        source.offset(),
        source.length(),
        config.sceneThreshold(),
        config.stepMillis(),
        thumbnail);
  }

  MediaSource source() {
    return new MediaSource(Path.of(path), offset, length);
  }
}
