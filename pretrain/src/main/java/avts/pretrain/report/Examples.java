package avts.pretrain.report;

import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.media.VideoFrames;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SampleSpan;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.eval.ScoredPair;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.TextTable;
import avts.pretrain.report.Report.Example;
import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes a few of the measured pairs out of their files, to look at and listen to.
 *
 * @param manifest the files that the pairs lie in
 * @param test the measured pairs
 */
public record Examples(Manifest manifest, EvaluationSet test) {
  private static final int PICTURES = 6;
  private static final int SMALL_SIDE = 96;

  /**
   * Returns about {@code count} pairs: of swaps of class hard, spread over the set, the aligned and
   * the misaligned pair of the first window.
   *
   * @throws MediaException if a file cannot be read; the message names it
   */
  public List<Example> of(SyncEvaluator.Result result, int count) throws MediaException {
    List<Swap> swaps = test.pairs().swaps();
    int[] hard =
        IntStream.range(0, swaps.size()).filter(i -> swaps.get(i).row() == Row.HARD).toArray();
    int shown = Math.min((count + 1) / 2, hard.length);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      int swap = hard[i * hard.length / shown];
      Window first = swaps.get(swap).first();
      double threshold = result.sync().threshold();
      examples.add(example(first, first, result.pairs().get(4 * swap), threshold));
      examples.add(
          example(first, swaps.get(swap).second(), result.pairs().get(4 * swap + 1), threshold));
    }
    return examples;
  }

  private Example example(Window video, Window audio, ScoredPair pair, double threshold)
      throws MediaException {
    ClipGrid grid = test.sampler().grid();
    int samples = Math.toIntExact(grid.sampleAt(grid.frames()));
    try (MediaReader pictures = FfmpegMediaReader.open(manifest.source(video.file()));
        MediaReader sound = FfmpegMediaReader.open(manifest.source(audio.file()))) {
      VideoFrames frames = pictures.readFrames(grid.frameSpan(video.startFrame()), SMALL_SIDE);
      float[] heard =
          sound.readSamples(new SampleSpan(audio.startSample(), samples, grid.sampleRate()));
      String caption =
          Strings.lenientFormat(
              "%s at %s s, sound from %s s; score %s, threshold %s",
              manifest.entries().get(video.file()).name(),
              TextTable.fixed(video.startFrame() / grid.rate().perSecond(), 2),
              TextTable.fixed((double) audio.startSample() / grid.sampleRate(), 2),
              TextTable.fixed(pair.score(), 3),
              TextTable.fixed(threshold, 3));
      return new Example(
          caption,
          ExampleMedia.strip(frames, PICTURES),
          ExampleMedia.sound(heard, grid.sampleRate()),
          pair.aligned(),
          pair.aligned() == pair.score() >= threshold);
    }
  }
}
