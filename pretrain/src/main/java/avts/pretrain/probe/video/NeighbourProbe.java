package avts.pretrain.probe.video;

import avts.pretrain.probe.video.LabelledData.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nearest neighbours by cosine similarity of a video's mean feature, with votes weighted by
 * exp(similarity / temperature) (Wu et al. 2018, section 3.4).
 *
 * @param config numbers of neighbours tried and temperature
 * @param classes number of classes
 */
record NeighbourProbe(VideoProbeConfig.Knn config, int classes) implements FrozenProbe {

  @Override
  public Outcome run(Features features, LabelShare labels, List<Item> test, long seed) {
    int best = config.neighbours().get(0);
    double bestAccuracy = -1;
    for (int k : config.neighbours()) {
      double accuracy =
          vote(features, labels.training(), labels.validation(), k).stream()
              .mapToDouble(Prediction::right)
              .average()
              .orElse(0);
      if (accuracy > bestAccuracy) {
        best = k;
        bestAccuracy = accuracy;
      }
    }
    return new Outcome("k " + best, vote(features, labels.all(), test, best));
  }

  @Override
  public int tried() {
    return config.neighbours().size();
  }

  /** Where fewer than {@code k} videos are known, all of them vote. */
  List<Prediction> vote(Features features, List<Item> known, List<Item> asked, int k) {
    double[][] memory = features.unitMeans(known);
    double[][] queries = features.unitMeans(asked);
    List<Prediction> predictions = new ArrayList<>();
    for (int q = 0; q < queries.length; q++) {
      double[] query = queries[q];
      double[] similarity = new double[memory.length];
      for (int i = 0; i < memory.length; i++) {
        for (int d = 0; d < query.length; d++) {
          similarity[i] += memory[i][d] * query[d];
        }
      }
      double[] votes = new double[classes];
      IntStream.range(0, memory.length)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer i) -> -similarity[i]))
          .limit(k)
          .forEach(
              i ->
                  votes[known.get(i).file().label()] +=
                      Math.exp(similarity[i] / config.temperature()));
      Item item = asked.get(q);
      predictions.add(
          new Prediction(
              item.video().file(),
              item.video().group(),
              item.file().label(),
              ClassScores.largest(votes)));
    }
    return predictions;
  }
}
