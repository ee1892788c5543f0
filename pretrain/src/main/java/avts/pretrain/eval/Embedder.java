package avts.pretrain.eval;

import avts.pretrain.engine.StepEngine;

/** Two encoders in inference mode, and the score that their embeddings give a pair. */
public interface Embedder {

  /** Returns the embeddings {@code [n, E]} of {@code n} video clips. */
  float[] embedVideo(float[] video, int n);

  /** Returns the embeddings {@code [n, E]} of {@code n} audio clips. */
  float[] embedAudio(float[] audio, int n);

  /**
   * Returns the score of {@code n} pairs, higher the more they are in sync.
   *
   * @param video embeddings {@code [n, E]}
   * @param audio embeddings {@code [n, E]}
   */
  float[] score(float[] video, float[] audio, int n);

  /** Returns the length E of an embedding. */
  int embeddingSize();

  /** Returns the view of {@code engine} that evaluation needs; the caller still closes it. */
  static Embedder of(StepEngine engine) {
    return new Embedder() {
      @Override
      public float[] embedVideo(float[] video, int n) {
        return engine.embedVideo(video, n);
      }

      @Override
      public float[] embedAudio(float[] audio, int n) {
        return engine.embedAudio(audio, n);
      }

      @Override
      public float[] score(float[] video, float[] audio, int n) {
        return engine.score(video, audio, n);
      }

      @Override
      public int embeddingSize() {
        return engine.embeddingSize();
      }
    };
  }
}
