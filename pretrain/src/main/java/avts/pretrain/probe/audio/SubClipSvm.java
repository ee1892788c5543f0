package avts.pretrain.probe.audio;

import avts.datasets.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Classifies recordings by their sub-clips: a machine is trained on sub-clips, the scores of a
 * recording's sub-clips are averaged, and the highest class wins. C and, where there are several,
 * the features are chosen by cross-validation inside the recordings that are trained on, whole
 * groups at a time; what is tested has no part in it.
 *
 * @param costs values of C to choose from, ascending
 * @param innerFolds parts of the inner cross-validation, 2 to 20
 * @param seeds what the inner parts are drawn from
 */
record SubClipSvm(List<Double> costs, int innerFolds, Seeds seeds) {

  /**
   * What is classified.
   *
   * @param labels class of each recording
   * @param groups group of each recording
   * @param classes number of classes
   * @param owners recording of each sub-clip
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Task(int[] labels, List<String> groups, int classes, int[] owners) {

    /** Returns the sub-clips of some recordings. */
    int[] clips(List<Integer> recordings) {
      boolean[] wanted = new boolean[labels.length];
      recordings.forEach(recording -> wanted[recording] = true);
      return IntStream.range(0, owners.length).filter(clip -> wanted[owners[clip]]).toArray();
    }
  }

  /**
   * What was chosen inside the training recordings.
   *
   * @param features index of the features
   * @param cost C
   * @param accuracy the inner accuracy of the choice, over recordings
   */
  record Choice(int features, double cost, double accuracy) {}

  /**
   * What came out for the tested recordings.
   *
   * @param choice what was chosen before
   * @param predicted class of each tested recording, in the order given
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Result(Choice choice, int[] predicted) {}

  /** Copies the list. */
  SubClipSvm {
    costs = List.copyOf(costs);
  }

  /**
   * Chooses and trains on {@code train} and classifies {@code test}.
   *
   * @param candidates features to choose from
   */
  Result run(Task task, List<Blocks> candidates, List<Integer> train, List<Integer> test) {
    Choice choice = choose(task, candidates, train);
    int[] predicted =
        predict(task, candidates.get(choice.features), train, test, List.of(choice.cost)).get(0);
    return new Result(choice, predicted);
  }

  /**
   * Chooses by cross-validation inside {@code train}. Of equal accuracies the earlier features and
   * the smaller C win.
   *
   * @param candidates features to choose from
   */
  Choice choose(Task task, List<Blocks> candidates, List<Integer> train) {
    List<List<Integer>> parts = innerParts(task, train);
    Choice best = new Choice(0, costs.get(0), -1);
    for (int features = 0; features < candidates.size(); features++) {
      int[] right = new int[costs.size()];
      for (List<Integer> held : parts) {
        List<Integer> rest = train.stream().filter(index -> !held.contains(index)).toList();
        List<int[]> predicted = predict(task, candidates.get(features), rest, held, costs);
        for (int c = 0; c < right.length; c++) {
          for (int i = 0; i < held.size(); i++) {
            right[c] += predicted.get(c)[i] == task.labels[held.get(i)] ? 1 : 0;
          }
        }
      }
      for (int c = 0; c < right.length; c++) {
        double accuracy = (double) right[c] / train.size();
        if (accuracy > best.accuracy) {
          best = new Choice(features, costs.get(c), accuracy);
        }
      }
    }
    return best;
  }

  /** Returns the classes of {@code test} for each C. */
  private static List<int[]> predict(
      Task task, Blocks blocks, List<Integer> train, List<Integer> test, List<Double> costs) {
    int[] rows = task.clips(train);
    Blocks.Scaling scaling = blocks.scaling(rows);
    OneVsAllSvm.Rows training =
        new OneVsAllSvm.Rows(Arrays.stream(rows).mapToObj(scaling::row).toArray(double[][]::new));
    int[] labels = Arrays.stream(rows).map(row -> task.labels[task.owners[row]]).toArray();
    List<int[]> predicted = new ArrayList<>();
    for (double cost : costs) {
      OneVsAllSvm svm = OneVsAllSvm.train(training, labels, task.classes, cost);
      predicted.add(test.stream().mapToInt(index -> winner(task, svm, scaling, index)).toArray());
    }
    return predicted;
  }

  private static int winner(Task task, OneVsAllSvm svm, Blocks.Scaling scaling, int recording) {
    double[] sum = new double[task.classes];
    for (int clip : task.clips(List.of(recording))) {
      double[] scores = svm.scores(scaling.row(clip));
      Arrays.setAll(sum, label -> sum[label] + scores[label]);
    }
    return IntStream.range(0, sum.length).reduce(0, (a, b) -> sum[b] > sum[a] ? b : a);
  }

  /**
   * Deals the groups of each class to the parts in turn, in random order.
   *
   * @return the recordings of each part, at least one
   */
  private List<List<Integer>> innerParts(Task task, List<Integer> train) {
    Map<Integer, TreeSet<String>> groups = new TreeMap<>();
    for (int index : train) {
      groups
          .computeIfAbsent(task.labels[index], label -> new TreeSet<>())
          .add(task.groups.get(index));
    }
    RandomGenerator random = seeds.generator(Seeds.Purpose.SPLIT, 0, train.get(0));
    Map<String, Integer> partOf = new HashMap<>();
    int next = 0;
    for (TreeSet<String> names : groups.values()) {
      List<String> left = new ArrayList<>(names);
      while (!left.isEmpty()) {
        String name = left.remove(random.nextInt(left.size()));
        if (partOf.putIfAbsent(name, next % innerFolds) == null) {
          next++;
        }
      }
    }
    List<List<Integer>> parts = new ArrayList<>();
    for (int part = 0; part < innerFolds; part++) {
      int wanted = part;
      List<Integer> members =
          train.stream()
              .filter(index -> partOf.getOrDefault(task.groups.get(index), 0) == wanted)
              .toList();
      if (!members.isEmpty()) {
        parts.add(members);
      }
    }
    return parts;
  }
}
