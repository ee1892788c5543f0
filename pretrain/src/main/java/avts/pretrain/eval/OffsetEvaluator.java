package avts.pretrain.eval;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the score against the shift of the sound, frame by frame, on the offset windows of the
 * fixed pairs.
 *
 * @param embedder the network
 */
public record OffsetEvaluator(Embedder embedder) {

  /**
   * Measures the offset windows of {@code set}.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   * @throws IllegalArgumentException if the set has no offset windows
   */
  public OffsetFigures evaluate(EvaluationSet set) throws MediaException, InterruptedException {
    FixedPairs pairs = set.pairs();
    int most = pairs.header().size().maxShiftFrames();
    List<PairScorer.Pair> shifted = new ArrayList<>();
    for (Window window : pairs.offsetWindows()) {
      for (int shift = -most; shift <= most; shift++) {
        shifted.add(new PairScorer.Pair(window, pairs.shifted(window, shift)));
      }
    }
    double[] scores = score(set, shifted);
    List<OffsetFigures.WindowCurve> curves = new ArrayList<>();
    int length = 2 * most + 1;
    for (int i = 0; i < pairs.offsetWindows().size(); i++) {
      curves.add(
          new OffsetFigures.WindowCurve(
              pairs.offsetWindows().get(i).file(),
              Arrays.copyOfRange(scores, i * length, (i + 1) * length)));
    }
    return OffsetFigures.of(curves);
  }

  private double[] score(EvaluationSet set, List<PairScorer.Pair> pairs)
      throws MediaException, InterruptedException {
    PairScorer scorer =
        new PairScorer(
            embedder,
            ClipEmbeddings.video(
                embedder, set.source(), pairs.stream().map(PairScorer.Pair::video).toList()),
            ClipEmbeddings.audio(
                embedder, set.source(), pairs.stream().map(PairScorer.Pair::audio).toList()));
    return scorer.score(pairs);
  }
}
