package avts.pretrain.engine;

import avts.datasets.batch.Batch;

/** Runs a two-tower network; the rest of the code does not know how. */
public interface StepEngine extends TrainableNetwork {

  /**
   * Runs forward and backward in training mode (batch norm over this batch).
   *
   * @param batch clips of the network's size
   * @return loss, gradient, the batch's statistics and its pairs' distances; the arrays belong to
   *     the caller
   */
  PairOutput step(Batch batch);

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
