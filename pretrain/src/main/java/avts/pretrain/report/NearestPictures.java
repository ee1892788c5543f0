package avts.pretrain.report;

import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SampleSpan;
import avts.pretrain.eval.ClipEmbeddings;
import avts.pretrain.eval.Embedder;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.eval.PairScorer;
import avts.pretrain.eval.TextTable;
import avts.pretrain.report.Report.Hit;
import avts.pretrain.report.Report.Neighbours;
import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sounds of test files beside the pictures that the network finds to fit best, one window of each
 * file.
 *
 * @param manifest the files
 * @param test the test files with their fixed pairs
 * @param embedder the network
 */
public record NearestPictures(Manifest manifest, EvaluationSet test, Embedder embedder) {
  private static final int MAX_FILES = 200;
  private static final int HITS = 4;
  private static final int PICTURES = 3;
  private static final int SMALL_SIDE = 72;

  /**
   * Returns the nearest pictures of about {@code count} sounds, spread over the files.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public List<Neighbours> of(int count) throws MediaException, InterruptedException {
    List<Window> windows = onePerFile();
    if (windows.size() < 2) {
      return List.of();
    }
    PairScorer scorer =
        new PairScorer(
            embedder,
            ClipEmbeddings.video(embedder, test.source(), windows),
            ClipEmbeddings.audio(embedder, test.source(), windows));
    int shown = Math.min(count, windows.size());
    List<Neighbours> all = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      all.add(neighbours(scorer, windows, windows.get(i * windows.size() / shown)));
    }
    return all;
  }

  /** The first window of each file that has fixed pairs. */
  private List<Window> onePerFile() {
    Map<Integer, Window> first = new LinkedHashMap<>();
    for (Swap swap : test.pairs().swaps()) {
      if (first.size() < MAX_FILES) {
        first.putIfAbsent(swap.first().file(), swap.first());
      }
    }
    return List.copyOf(first.values());
  }

  private Neighbours neighbours(PairScorer scorer, List<Window> windows, Window query)
      throws MediaException {
    double[] scores =
        scorer.score(windows.stream().map(w -> new PairScorer.Pair(w, query)).toList());
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
            .toList();
    List<Hit> hits = new ArrayList<>();
    for (int i : order.subList(0, Math.min(HITS, order.size()))) {
      Window window = windows.get(i);
      hits.add(
          new Hit(
              name(window) + ", score " + TextTable.fixed(scores[i], 3),
              strip(window),
              window.equals(query)));
    }
    int rank = order.indexOf(windows.indexOf(query)) + 1;
    return new Neighbours(
        Strings.lenientFormat(
            "sound of %s; its own pictures are number %s of %s", name(query), rank, windows.size()),
        sound(query),
        hits);
  }

  private String name(Window window) {
    ClipGrid grid = test.sampler().grid();
    return manifest.entries().get(window.file()).name()
        + " at "
        + TextTable.fixed(window.startFrame() / grid.rate().perSecond(), 2)
        + " s";
  }

  private String strip(Window window) throws MediaException {
    try (MediaReader reader = FfmpegMediaReader.open(manifest.source(window.file()))) {
      return ExampleMedia.strip(
          reader.readFrames(test.sampler().grid().frameSpan(window.startFrame()), SMALL_SIDE),
          PICTURES);
    }
  }

  private String sound(Window window) throws MediaException {
    ClipGrid grid = test.sampler().grid();
    int samples = Math.toIntExact(grid.sampleAt(grid.frames()));
    try (MediaReader reader = FfmpegMediaReader.open(manifest.source(window.file()))) {
      return ExampleMedia.sound(
          reader.readSamples(new SampleSpan(window.startSample(), samples, grid.sampleRate())),
          grid.sampleRate());
    }
  }
}
