package avts.distill.encoder;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Split.Part;
import avts.datasets.pair.PairSampler;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.RunData;
import java.util.List;
import java.util.Locale;

/**
 * The clips of one part of the files, on a grid that nothing random has a part in: those with sound
 * and motion, a hop apart, crossing no cut.
 *
 * @param name training or validation, for files and messages
 * @param data the files
 * @param clips where their values are read from
 * @param windows the clips, by file and time
 */
record FixedGrid(String name, RunData data, ClipSource clips, List<Window> windows) {

  FixedGrid {
    windows = List.copyOf(windows);
  }

  /**
   * Cuts the files of {@code part}.
   *
   * @param hopSeconds distance of two clips' beginnings, rounded to whole frames, at least one
   * @throws DataRefusedException if there are not two clips
   */
  static FixedGrid of(RunData data, Part part, ClipSource clips, double hopSeconds)
      throws DataRefusedException {
    String name = part.name().toLowerCase(Locale.ROOT);
    PretrainConfig config = data.config();
    long hop = Math.max(1, Math.round(hopSeconds * config.clip().frameRate().perSecond()));
    PairSampler sampler = data.sampler(part);
    List<Window> windows =
        sampler.usableFiles().stream().flatMap(file -> sampler.spaced(file, hop).stream()).toList();
    if (windows.size() < 2) {
      throw new DataRefusedException(
          String.format(
              Locale.ROOT,
              "the %d files for %s have %d clips with sound and motion, at least 2 are needed: give"
                  + " more or longer videos, or another split",
              sampler.files().size(),
              name,
              windows.size()));
    }
    return new FixedGrid(name, data, clips, windows);
  }

  /** Returns how clips are loaded. */
  BatchConfig batches() {
    return data.config().batch();
  }

  /** Returns the hash of the content of the file that a clip is cut from. */
  String content(Window window) {
    return data.manifest().entries().get(window.file()).sha256();
  }

  /** Returns when a clip begins on its file's timeline. */
  double startSeconds(Window window) {
    return window.startFrame() / data.config().clip().frameRate().perSecond();
  }
}
