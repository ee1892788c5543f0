package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedClips;
import avts.datasets.random.Seeds;
import avts.pretrain.eval.RetrievalFigures.Direction;
import avts.pretrain.eval.RetrievalFigures.Query;
import avts.pretrain.eval.RetrievalFigures.Row;
import avts.pretrain.eval.RetrievalFigures.Shifted;
import avts.pretrain.eval.metric.Bootstrap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Looks for the sound of given pictures and the pictures of given sounds, by the network's score.
 *
 * @param embedder the network
 * @param bootstrap how intervals are made, resampling groups
 * @param seeds seed of the intervals
 */
public record RetrievalEvaluator(Embedder embedder, Bootstrap bootstrap, Seeds seeds) {

  /** Segments of a window in the shifted-window protocol (Synchformer's number). */
  private static final int WINDOW = 8;

  /**
   * Measures {@code clips}, which belong to {@code set}.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   * @throws IllegalArgumentException if there are not two clips to tell apart
   */
  public RetrievalFigures evaluate(EvaluationSet set, FixedClips clips)
      throws MediaException, InterruptedException {
    checkArgument(
        clips.across().size() >= 2,
        "retrieval needs clips of two groups of files at least, got %s",
        clips.across().size());
    Set<Window> windows = new LinkedHashSet<>(clips.across());
    clips.inside().forEach(windows::addAll);
    clips.segments().forEach(windows::addAll);
    PairScorer scorer =
        new PairScorer(
            embedder,
            ClipEmbeddings.video(embedder, set.source(), windows),
            ClipEmbeddings.audio(embedder, set.source(), windows));
    List<double[][]> across = Collections.singletonList(matrix(scorer, clips.across()));
    List<double[][]> inside = clips.inside().stream().map(row -> matrix(scorer, row)).toList();
    List<List<String>> insideGroups = clips.inside().stream().map(row -> groups(set, row)).toList();
    return new RetrievalFigures(
        protocol(clips),
        rows(across, List.of(groups(set, clips.across()))),
        rows(inside, insideGroups),
        shifted(set, scorer, clips));
  }

  private static String protocol(FixedClips clips) {
    FixedClips.Header header = clips.header();
    return String.format(
        Locale.ROOT,
        "clips by seed %d: one of each of %d groups of files; consecutive ones of %d files; of %d"
            + " files %d segments %.2f s apart, windows of %d",
        header.seed(),
        clips.across().size(),
        clips.inside().size(),
        clips.segments().size(),
        header.segments(),
        header.strideFrames() / header.grid().rate().perSecond(),
        WINDOW);
  }

  private static List<String> groups(EvaluationSet set, List<Window> windows) {
    return windows.stream().map(set::group).toList();
  }

  /** Returns the score of pictures i with sound j. */
  private static double[][] matrix(PairScorer scorer, List<Window> windows) {
    int size = windows.size();
    double[][] scores = new double[size][];
    for (int i = 0; i < size; i++) {
      List<PairScorer.Pair> pairs = new ArrayList<>();
      for (Window sound : windows) {
        pairs.add(new PairScorer.Pair(windows.get(i), sound));
      }
      scores[i] = scorer.score(pairs);
    }
    return scores;
  }

  private List<Row> rows(List<double[][]> matrices, List<List<String>> groups) {
    if (matrices.isEmpty()) {
      return List.of();
    }
    RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 2, 0);
    List<Row> rows = new ArrayList<>();
    for (Direction direction : List.of(Direction.AUDIO_TO_VIDEO, Direction.VIDEO_TO_AUDIO)) {
      List<Query> queries = new ArrayList<>();
      for (int m = 0; m < matrices.size(); m++) {
        double[][] scores = matrices.get(m);
        for (int i = 0; i < scores.length; i++) {
          double[] candidates =
              direction == Direction.VIDEO_TO_AUDIO ? scores[i] : column(scores, i);
          queries.add(new Query(groups.get(m).get(i), rank(candidates, i), candidates.length));
        }
      }
      rows.add(Row.of(direction, queries, bootstrap, random));
    }
    return rows;
  }

  private static double[] column(double[][] scores, int column) {
    double[] values = new double[scores.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores[i][column];
    }
    return values;
  }

  /** Returns the place of candidate {@code right}, from 1, in descending order; ties share. */
  static double rank(double[] scores, int right) {
    int higher = 0;
    int equal = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > scores[right]) {
        higher++;
      } else if (i != right && scores[i] == scores[right]) {
        equal++;
      }
    }
    return 1 + higher + equal / 2.0;
  }

  private List<Shifted> shifted(EvaluationSet set, PairScorer scorer, FixedClips clips) {
    if (clips.segments().isEmpty()) {
      return List.of();
    }
    int places = clips.header().segments() - WINDOW + 1;
    List<String> groups = new ArrayList<>();
    List<Double> byPictures = new ArrayList<>();
    List<Double> bySound = new ArrayList<>();
    for (List<Window> segments : clips.segments()) {
      double[][] windows = windowScores(matrix(scorer, segments), places);
      for (int place = 0; place < places; place++) {
        groups.add(set.group(segments.get(0)));
        byPictures.add(highest(windows[place], place));
        bySound.add(highest(column(windows, place), place));
      }
    }
    List<Double> both = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      both.add((byPictures.get(i) + bySound.get(i)) / 2);
    }
    RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 2, 1);
    List<Shifted> rows = new ArrayList<>();
    rows.add(shifted(Direction.AUDIO_TO_VIDEO, groups, bySound, clips, random));
    rows.add(shifted(Direction.VIDEO_TO_AUDIO, groups, byPictures, clips, random));
    rows.add(shifted(Direction.BOTH, groups, both, clips, random));
    return rows;
  }

  private Shifted shifted(
      Direction direction,
      List<String> groups,
      List<Double> right,
      FixedClips clips,
      RandomGenerator random) {
    int segments = clips.header().segments();
    return new Shifted(
        direction,
        right.size(),
        (int) groups.stream().distinct().count(),
        segments,
        WINDOW,
        bootstrap.interval(
            groups, items -> RetrievalFigures.mean(items, item -> right.get(item)), random),
        1.0 / (segments - WINDOW + 1));
  }

  /** Returns the mean score of the segments of two windows, by their places. */
  static double[][] windowScores(double[][] segments, int places) {
    int window = segments.length - places + 1;
    double[][] scores = new double[places][places];
    for (int i = 0; i < places; i++) {
      for (int j = 0; j < places; j++) {
        for (int k = 0; k < window; k++) {
          scores[i][j] += segments[i + k][j + k] / window;
        }
      }
    }
    return scores;
  }

  /** Returns 1 if {@code scores[right]} is the highest, a share of it if others are as high. */
  static double highest(double[] scores, int right) {
    int equal = 0;
    for (double score : scores) {
      if (score > scores[right]) {
        return 0;
      }
      equal += score == scores[right] ? 1 : 0;
    }
    return 1.0 / equal;
  }
}
