package avts.pretrain.eval;

import avts.datasets.clip.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores pairs of embedded windows.
 *
 * @param embedder gives the score
 * @param video embeddings of the pictures
 * @param audio embeddings of the sounds
 */
public record PairScorer(Embedder embedder, ClipEmbeddings video, ClipEmbeddings audio) {
  private static final int CHUNK = 256;

  /**
   * A picture beside a sound.
   *
   * @param video window whose pictures are seen
   * @param audio window whose sound is heard
   */
  public record Pair(Window video, Window audio) {

    /** Returns the window with its own sound. */
    public static Pair aligned(Window window) {
      return new Pair(window, window);
    }
  }

  /** Returns the scores of {@code pairs}, in their order. */
  public double[] score(List<Pair> pairs) {
    double[] scores = new double[pairs.size()];
    for (int from = 0; from < pairs.size(); from += CHUNK) {
      List<Pair> part = pairs.subList(from, Math.min(from + CHUNK, pairs.size()));
      List<Window> pictures = new ArrayList<>();
      List<Window> sounds = new ArrayList<>();
      part.forEach(
          pair -> {
            pictures.add(pair.video);
            sounds.add(pair.audio);
          });
      float[] scored = embedder.score(video.of(pictures), audio.of(sounds), part.size());
      for (int i = 0; i < part.size(); i++) {
        scores[from + i] = scored[i];
      }
    }
    return scores;
  }
}
