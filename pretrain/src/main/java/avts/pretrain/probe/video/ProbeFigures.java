package avts.pretrain.probe.video;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How well test videos are told: pretrained and untrained encoders side by side.
 *
 * @param set name of the labelled set and its split
 * @param classes the classes, in the order of the confusion matrices
 * @param chance share that is right by guessing one class for all, the most frequent in training
 * @param testVideos number of test videos
 * @param testGroups number of groups that they come from; the intervals resample these
 * @param seenInTraining test videos that the pretrained weights have seen
 * @param clips clips of a video that are averaged
 * @param settingsTried settings that validation chose from in each cell, 1 where there is no choice
 * @param rows one for each share of labels and start
 * @param gains pretrained minus scratch, one for each share
 */
public record ProbeFigures(
    String set,
    List<String> classes,
    double chance,
    int testVideos,
    int testGroups,
    int seenInTraining,
    int clips,
    int settingsTried,
    List<Row> rows,
    List<Gain> gains) {

  /** Random changes of sign in the paired test. */
  private static final int PERMUTATIONS = 10_000;

  /** Copies the lists. */
  public ProbeFigures {
    classes = List.copyOf(classes);
    rows = List.copyOf(rows);
    gains = List.copyOf(gains);
  }

  /**
   * One encoder with one share of the labels.
   *
   * @param start what the encoder began with
   * @param share share of the training groups whose labels were known
   * @param labelledVideos labelled videos, those for choices included
   * @param top1 share of test videos told right, mean over seeds, with its interval over groups
   * @param seeds the same for each seed
   * @param chosen what validation chose for each seed, empty where there was no choice
   * @param confusion test videos by class and by the class they were taken for, summed over seeds
   */
  public record Row(
      EncoderStart start,
      double share,
      int labelledVideos,
      Interval top1,
      List<Double> seeds,
      List<String> chosen,
      List<List<Integer>> confusion) {

    /** Copies the lists. */
    public Row {
      seeds = List.copyOf(seeds);
      chosen = List.copyOf(chosen);
      confusion = confusion.stream().map(List::copyOf).toList();
    }

    /**
     * Measures the predictions of each seed, the same test videos in the same order.
     *
     * @param labels labelled videos of the first seed
     */
    static Row of(Cell cell, int labels, int classes, Bootstrap bootstrap, Seeds seeds) {
      double[] right = cell.right();
      List<String> groups =
          cell.outcomes.get(0).predictions().stream().map(Prediction::group).toList();
      Interval top1 =
          bootstrap.interval(
              groups, items -> mean(right, items), seeds.generator(Purpose.BOOTSTRAP, 1, 0));
      int[][] confusion = new int[classes][classes];
      List<Double> perSeed = new ArrayList<>();
      for (FrozenProbe.Outcome outcome : cell.outcomes) {
        outcome.predictions().forEach(p -> confusion[p.label()][p.predicted()]++);
        perSeed.add(
            outcome.predictions().stream().mapToDouble(Prediction::right).average().orElseThrow());
      }
      return new Row(
          cell.start,
          cell.share,
          labels,
          top1,
          perSeed,
          cell.outcomes.stream()
              .map(FrozenProbe.Outcome::chosen)
              .filter(text -> !text.isEmpty())
              .toList(),
          Arrays.stream(confusion).map(line -> Arrays.stream(line).boxed().toList()).toList());
    }
  }

  /**
   * The outcomes of all seeds of a row.
   *
   * @param start what the encoder began with
   * @param share share of labels
   * @param outcomes one for each seed
   */
  record Cell(EncoderStart start, double share, List<FrozenProbe.Outcome> outcomes) {

    Cell {
      outcomes = List.copyOf(outcomes);
    }

    /** Returns for each test video the share of seeds that tell it right. */
    double[] right() {
      int videos = outcomes.get(0).predictions().size();
      double[] right = new double[videos];
      for (FrozenProbe.Outcome outcome : outcomes) {
        for (int i = 0; i < videos; i++) {
          right[i] += outcome.predictions().get(i).right() / outcomes.size();
        }
      }
      return right;
    }
  }

  /**
   * Pretrained minus scratch on the same videos.
   *
   * @param share share of labels
   * @param difference of top-1, with its interval over groups
   * @param probability two-sided p of the sign-flip permutation test over groups: how often a
   *     difference as large comes about where the two starts are alike
   */
  public record Gain(double share, Interval difference, double probability) {

    static Gain of(Cell pretrained, Cell scratch, Bootstrap bootstrap, Seeds seeds) {
      double[] difference = pretrained.right();
      double[] other = scratch.right();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= other[i];
      }
      List<String> groups =
          pretrained.outcomes.get(0).predictions().stream().map(Prediction::group).toList();
      return new Gain(
          pretrained.share,
          bootstrap.interval(
              groups, items -> mean(difference, items), seeds.generator(Purpose.BOOTSTRAP, 1, 1)),
          signFlip(groups, difference, seeds.generator(Purpose.BOOTSTRAP, 1, 2)));
    }

    /** A group changes sign as a whole, because its videos are not independent. */
    static double signFlip(List<String> groups, double[] difference, RandomGenerator random) {
      List<String> names = List.copyOf(new LinkedHashSet<>(groups));
      double[] sums = new double[names.size()];
      for (int i = 0; i < difference.length; i++) {
        sums[names.indexOf(groups.get(i))] += difference[i];
      }
      double observed = Math.abs(Arrays.stream(sums).sum());
      int asLarge = 0;
      for (int draw = 0; draw < PERMUTATIONS; draw++) {
        double sum = 0;
        for (double value : sums) {
          sum += random.nextBoolean() ? value : -value;
        }
        if (Math.abs(sum) >= observed - 1e-9) {
          asLarge++;
        }
      }
      return (1.0 + asLarge) / (1.0 + PERMUTATIONS);
    }
  }

  private static double mean(double[] values, int[] items) {
    double sum = 0;
    for (int item : items) {
      sum += values[item];
    }
    return sum / items.length;
  }

  /** Returns the number of groups of {@code predictions}. */
  static int groups(List<Prediction> predictions) {
    Set<String> groups = new LinkedHashSet<>();
    predictions.forEach(prediction -> groups.add(prediction.group()));
    return groups.size();
  }

  /** Returns the figures as a table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(List.of("labels", "videos", "encoder", "top-1", "by seed", "gain", "p"));
    for (Row row : rows) {
      Optional<Gain> gain =
          gains.stream()
              .filter(found -> found.share == row.share && row.start == EncoderStart.PRETRAINED)
              .findFirst();
      table.add(
          List.of(
              TextTable.percent(row.share),
              Integer.toString(row.labelledVideos),
              row.start.key(),
              row.top1.percent(),
              String.join(
                  " ", row.seeds.stream().map(value -> TextTable.fixed(100 * value, 1)).toList()),
              gain.map(found -> found.difference.percent()).orElse(""),
              gain.map(found -> TextTable.fixed(found.probability, 4)).orElse("")));
    }
    return table;
  }
}
