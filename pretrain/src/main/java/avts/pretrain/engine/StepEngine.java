package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import java.util.List;

/**
 * Runs a two-tower network; the rest of the code does not know how.
 *
 * <p>Parameters, statistics and gradients cross this border as flat vectors in PyTorch's layout, in
 * the order of {@link #parameters()} and {@link #statistics()}. Their owner is the caller; the
 * engine copies what it is given. One engine belongs to one thread at a time.
 */
public interface StepEngine extends AutoCloseable {

  /** Returns the trained arrays in the order of the flat parameter vector. */
  List<ParameterInfo> parameters();

  /** Returns the batch-norm statistics in the order of the flat statistics vector. */
  List<ParameterInfo> statistics();

  /** Copies {@code parameters} and {@code statistics} into the network. */
  void load(float[] parameters, float[] statistics);

  /**
   * Runs forward and backward in training mode (batch norm over this batch).
   *
   * @param batch clips of the network's size
   * @return loss, gradient and the batch's statistics; the arrays belong to the caller
   */
  StepOutput step(Batch batch);

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

  @Override
  void close();
}
