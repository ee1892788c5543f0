package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import java.util.List;
import java.util.random.RandomGenerator;

/** Runs a two-tower network; the rest of the code does not know how. */
public interface StepEngine extends TrainableNetwork {

  /**
   * Returns first values of all parameters: He et al. (2015) for convolutions, scale 1 and shift 0
   * for batch norms, 0 for biases.
   */
  float[] initialParameters(RandomGenerator generator);

  /** Returns first values of all statistics: mean 0, variance 1. */
  float[] initialStatistics(RandomGenerator generator);

  /**
   * Runs forward and backward in training mode.
   *
   * <p>Loss and gradient are those of all clips together, whatever their division into
   * micro-batches. Batch norms see one part at a time, which is a micro-batch or what one of
   * several replicas has of it; the statistics are the mean over the parts.
   *
   * @param microBatches at least one; clips of the network's size
   * @return loss, gradient, statistics and the pairs' distances, clips in the order of the
   *     micro-batches; the arrays belong to the caller
   * @throws IllegalArgumentException if a micro-batch cannot be divided evenly among the replicas
   */
  PairOutput step(List<Batch> microBatches);

  /** Runs forward and backward on a single micro-batch, see {@link #step(List)}. */
  default PairOutput step(Batch batch) {
    return step(List.of(batch));
  }

  /**
   * Returns whether the loss compares clips of different micro-batches. Where it does not, it is a
   * mean over pairs that lie inside one: then the mean of loss and gradient over micro-batches that
   * were run one by one is the whole batch's, and costs one forward pass less.
   */
  boolean couplesMicroBatches();

  /** Returns the video embeddings {@code [n, E]} of {@code n} clips, in inference mode. */
  float[] embedVideo(float[] video, int n);

  /** Returns the audio embeddings {@code [n, E]} of {@code n} clips, in inference mode. */
  float[] embedAudio(float[] audio, int n);

  /**
   * Returns the video encoder's output of {@code n} clips, averaged over space and time: {@code [n,
   * videoFeatureSize()]}, in inference mode, before the embedding head.
   */
  float[] encodeVideo(float[] video, int n);

  /**
   * Returns the audio encoder's output of {@code n} clips, averaged over filters and time: {@code
   * [n, audioFeatureSize()]}, in inference mode, before the embedding head.
   */
  float[] encodeAudio(float[] audio, int n);

  /**
   * Returns how much each of {@code n} pairs is in sync, higher is more: minus the distance, or the
   * logit of the head that was trained to decide.
   *
   * @param videoEmbeddings {@code [n, E]}
   * @param audioEmbeddings {@code [n, E]}
   */
  float[] score(float[] videoEmbeddings, float[] audioEmbeddings, int n);

  /** Returns the length E of an embedding. */
  int embeddingSize();

  /** Returns the length of the video encoder's pooled output. */
  int videoFeatureSize();

  /** Returns the length of the audio encoder's pooled output. */
  int audioFeatureSize();
}
