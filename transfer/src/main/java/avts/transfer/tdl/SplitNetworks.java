package avts.transfer.tdl;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.pretrain.engine.PerceptronShape;
import avts.pretrain.train.DivergenceException;
import avts.transfer.feature.AudioFeatures;
import avts.transfer.feature.Clusters;
import avts.transfer.feature.StepVectors;
import avts.transfer.feature.TakeVectors;
import avts.transfer.feature.VectorSource;
import avts.transfer.network.Examples;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.network.HiddenNetwork.Lesson;
import avts.transfer.network.LayersConfig;
import avts.transfer.protocol.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The two networks of a split, trained on what the split lets them see, and the activations of any
 * takes: H_V^(i) and H_A^(i).
 *
 * @param takes the set
 * @param split the division
 * @param learned parallel takes that were learned from
 * @param heldOut parallel takes that early stopping looked at
 * @param vectors vectors of pictures and sound
 * @param video the video network, which saw pictures of {@code learned}
 * @param audio the audio network, which heard {@code learned} and the split's audio-only takes
 */
public record SplitNetworks(
    LabelledTakes takes,
    Split split,
    List<Integer> learned,
    List<Integer> heldOut,
    TakeVectors vectors,
    HiddenNetwork video,
    HiddenNetwork audio) {

  /** Copies the lists. */
  public SplitNetworks {
    learned = List.copyOf(learned);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Fits vectors and trains both networks.
   *
   * @param source gives the vectors of {@code takes}
   */
  public static SplitNetworks train(
      LabelledTakes takes, VectorSource source, Split split, TdlConfig config)
      throws DivergenceException, InterruptedException {
    List<Integer> heldOut = heldOut(takes, split, config.heldOut());
    List<Integer> learned =
        split.parallel().stream().filter(take -> !heldOut.contains(take)).toList();
    List<Integer> heard = new ArrayList<>(learned);
    heard.addAll(split.audioOnly());
    TakeVectors vectors = source.fit(new VectorSource.Known(split.seed(), learned, heard));
    StepVectors pictures = vectors.pictures();
    AudioFeatures sound = vectors.sound();
    Learners seeing =
        new Learners(pictures, pictures, sound.aligned(), learned, heldOut, seed(split, 1));
    Learners hearing =
        new Learners(sound.spoken(), sound.aligned(), pictures, heard, heldOut, seed(split, 2));
    return new SplitNetworks(
        takes,
        split,
        learned,
        heldOut,
        vectors,
        seeing.train(takes, config.video(), learned),
        hearing.train(takes, config.audio(), learned));
  }

  /**
   * What one network learns from.
   *
   * @param own vectors that it classifies
   * @param aligned its vectors at the moments of the other sense's
   * @param other vectors of the other sense
   * @param learned takes that it learns the labels of
   * @param heldOut takes that early stopping looks at
   */
  private record Learners(
      StepVectors own,
      StepVectors aligned,
      StepVectors other,
      List<Integer> learned,
      List<Integer> heldOut,
      long seed) {

    /** Trains the network; without labels on {@code parallel} first, where that is asked for. */
    HiddenNetwork train(LabelledTakes takes, NetworkConfig config, List<Integer> parallel)
        throws DivergenceException, InterruptedException {
      PerceptronShape shape =
          config.layers().shape(own.steps(), own.width(), takes.labels().size());
      Lesson lesson =
          Lesson.of(
              new Examples(own.of(learned), takes.labelsOf(learned)),
              heldOut.isEmpty() ? null : new Examples(own.of(heldOut), takes.labelsOf(heldOut)),
              seed);
      PretrainingConfig pretraining = config.pretraining();
      return pretraining == null
          ? HiddenNetwork.train(shape, config.layers(), config.learning(), lesson)
          : HiddenNetwork.train(
              shape, pretrained(config.layers(), pretraining, parallel), config.learning(), lesson);
    }

    private HiddenNetwork pretrained(
        LayersConfig layers, PretrainingConfig pretraining, List<Integer> parallel)
        throws DivergenceException, InterruptedException {
      int[] clusters =
          Clusters.of(
              other.of(parallel),
              other.width(),
              pretraining.clusters(),
              new Seeds(seed).generator(Purpose.INITIALISATION, 1, 0));
      return HiddenNetwork.train(
          layers.shape(1, aligned.width(), pretraining.clusters()),
          layers,
          pretraining.learning(),
          Lesson.of(new Examples(aligned.of(parallel), clusters), null, seed));
    }
  }

  /** Returns the vectors of the pictures. */
  StepVectors pictures() {
    return vectors.pictures();
  }

  /** Returns the vectors of the sound. */
  AudioFeatures sound() {
    return vectors.sound();
  }

  /** Returns a seed for a purpose within the split. */
  static long seed(Split split, long purpose) {
    return new Seeds(split.seed())
        .generator(Purpose.INITIALISATION, split.fold(), purpose)
        .nextLong();
  }

  /** Draws the same share of each label's parallel takes. */
  private static List<Integer> heldOut(LabelledTakes takes, Split split, double share) {
    Map<Integer, List<Integer>> labels = new TreeMap<>();
    for (int take : split.parallel()) {
      labels.computeIfAbsent(takes.label(take), label -> new ArrayList<>()).add(take);
    }
    TreeSet<Integer> heldOut = new TreeSet<>();
    double owed = 0;
    for (Map.Entry<Integer, List<Integer>> label : labels.entrySet()) {
      List<Integer> order = label.getValue();
      Shuffle.inPlace(
          order,
          new Seeds(split.seed()).generator(Purpose.EVALUATION, split.fold(), label.getKey()));
      owed += share * order.size();
      // One take at least is learned from.
      int given = Math.max(0, Math.min(order.size() - 1, (int) Math.round(owed)));
      owed -= given;
      heldOut.addAll(order.subList(0, given));
    }
    return List.copyOf(heldOut);
  }

  /** Returns those audio-only takes that have pictures, from which nothing was learned. */
  List<Integer> withheld() {
    return split.audioOnly().stream().filter(take -> takes.take(take).pictures()).toList();
  }

  /** Returns H_V^(layer) of takes with their labels. */
  Examples video(Collection<Integer> some, int layer) {
    return new Examples(video.activations(pictures().of(some), layer), takes.labelsOf(some));
  }

  /** Returns H_V^(layer) of the held-out takes, or null where there are none. */
  @Nullable Examples heldOutVideo(int layer) {
    return heldOut.isEmpty() ? null : video(heldOut, layer);
  }

  /** Returns H_A^(layer) of takes at the moments of the pictures, {@code [takes, steps, width]}. */
  float[] alignedAudio(Collection<Integer> some, int layer) {
    return audio.activations(sound().aligned().of(some), layer);
  }
}
