package avts.pretrain.run;

import avts.pretrain.engine.StepEngine;
import avts.pretrain.eval.Embedder;

/**
 * An engine as evaluation sees it.
 *
 * @param engine the engine, closed by its owner
 */
record EngineEmbedder(StepEngine engine) implements Embedder {

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
}
