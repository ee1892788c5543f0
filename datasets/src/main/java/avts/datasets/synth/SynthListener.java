package avts.datasets.synth;

/** Is told of every finished video, from several threads. */
@FunctionalInterface
public interface SynthListener {
  /** One more video, with its variants where it has any, is there. */
  void videoDone();
}
