package avts.transfer.tdl;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The control without sound: in place of each audio-only take a random convex mix of H_V^(i) of
 * parallel takes with its label. Weights are uniform over all mixes (Dirichlet with parameters 1).
 */
final class SameLabelMix {

  private SameLabelMix() {}

  /** Returns one mix for each audio-only take of the split, {@code [takes, steps, width]}. */
  static float[] of(SplitNetworks networks, int layer, int mixed) {
    List<Integer> learned = networks.learned();
    float[] seen = networks.video(learned, layer).values();
    int size = seen.length / learned.size();
    List<Integer> wanted = networks.split().audioOnly();
    float[] mixes = new float[wanted.size() * size];
    Seeds seeds = new Seeds(SplitNetworks.seed(networks.split(), 4));
    for (int i = 0; i < wanted.size(); i++) {
      int label = networks.takes().label(wanted.get(i));
      RandomGenerator random = seeds.generator(Purpose.PAIRS, 0, i);
      List<Integer> same = new ArrayList<>();
      for (int k = 0; k < learned.size(); k++) {
        if (networks.takes().label(learned.get(k)) == label) {
          same.add(k);
        }
      }
      Shuffle.inPlace(same, random);
      List<Integer> chosen = same.subList(0, Math.min(mixed, same.size()));
      double[] weights = new double[chosen.size()];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = -Math.log(1 - random.nextDouble());
        sum += weights[k];
      }
      for (int k = 0; k < weights.length; k++) {
        float weight = (float) (weights[k] / sum);
        int from = chosen.get(k) * size;
        for (int v = 0; v < size; v++) {
          mixes[i * size + v] += weight * seen[from + v];
        }
      }
    }
    return mixes;
  }
}
