package avts.transfer.tdl;

import avts.transfer.mapping.Mapping;
import avts.transfer.mapping.MappingChoice;
import avts.transfer.mapping.MappingConfig;
import avts.transfer.mapping.MappingFitter;
import avts.transfer.mapping.Matrix;
import avts.transfer.mapping.ParallelRows;
import avts.transfer.mapping.SourceRows;
import java.util.Collection;
import java.util.List;

/**
 * A mapping f_i from H_A^(i) to H_V^(i), fitted to the parallel takes of a split, one row a step:
 * what is heard at a moment is mapped to what is seen then.
 */
final class MappedAudio {
  private final SplitNetworks networks;
  private final double speakerWeight;
  private final int layer;
  private final MappingChoice choice;
  private final Mapping mapping;

  /** Fits the mapping to the takes that the networks learned from. */
  MappedAudio(SplitNetworks networks, TdlConfig config, MappingConfig.Kind kind, int layer) {
    this.networks = networks;
    this.layer = layer;
    speakerWeight = config.speakerWeight();
    List<Integer> learned = networks.learned();
    float[] seen = networks.video(learned, layer).values();
    int rows = learned.size() * networks.pictures().steps();
    ParallelRows parallel =
        ParallelRows.of(heard(learned), new Matrix(seen, rows, seen.length / rows))
            .labelled(perStep(networks.takes().labelsOf(learned)))
            .grouped(perStep(learned.stream().mapToInt(Integer::intValue).toArray()));
    MappingFitter fitter = new MappingFitter(config.mapping().withKind(kind), 1);
    long seed = SplitNetworks.seed(networks.split(), 3);
    choice = fitter.choose(parallel, seed);
    mapping = fitter.fit(parallel, choice);
  }

  /** Returns H_A^(layer) of takes, the speaker's indicator behind it where that is asked for. */
  private Matrix heard(Collection<Integer> takes) {
    int steps = networks.pictures().steps();
    float[] values = networks.alignedAudio(takes, layer);
    int rows = takes.size() * steps;
    int width = values.length / rows;
    if (speakerWeight == 0) {
      return new Matrix(values, rows, width);
    }
    int wide = width + networks.takes().speakers().size();
    float[] with = new float[rows * wide];
    int row = 0;
    for (int take : takes) {
      for (int step = 0; step < steps; step++, row++) {
        System.arraycopy(values, row * width, with, row * wide, width);
        with[row * wide + width + networks.takes().speaker(take)] = (float) speakerWeight;
      }
    }
    return new Matrix(with, rows, wide);
  }

  private int[] perStep(int[] perTake) {
    int steps = networks.pictures().steps();
    int[] all = new int[perTake.length * steps];
    for (int i = 0; i < all.length; i++) {
      all[i] = perTake[i / steps];
    }
    return all;
  }

  /** Returns what the sound of takes is mapped to, {@code [takes, steps, width]}. */
  float[] of(Collection<Integer> takes) {
    int[] labels = perStep(networks.takes().labelsOf(takes));
    return mapping.map(SourceRows.of(heard(takes)).labelled(labels)).values();
  }

  /** Returns the settings in use. */
  String settings() {
    return choice.config().describe();
  }
}
