package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Which takes of spoken letters to synthesise.
 *
 * @param videos number of takes, a multiple of 26 times {@code speakers}: every speaker says every
 *     letter equally often
 * @param seed seed of everything that is drawn; the same seed gives the same speakers and takes
 * @param speakers number of speakers, 1 to {@link #MOST_SPEAKERS}
 * @param width columns of the picture, even, 32 to 2048
 * @param height rows of the picture, even, 32 to 2048
 */
public record LettersConfig(int videos, long seed, int speakers, int width, int height) {

  /** Largest number of speakers. */
  public static final int MOST_SPEAKERS = 999;

  /** Most times that a speaker says a letter. */
  static final int MOST_REPETITIONS = 1000;

  /** Checks every range. */
  public LettersConfig {
    checkArgument(
        speakers >= 1 && speakers <= MOST_SPEAKERS,
        "speakers must lie in 1..%s, got %s",
        MOST_SPEAKERS,
        speakers);
    int round = Letter.ALL.size() * speakers;
    checkArgument(
        videos >= round && videos % round == 0 && videos / round <= MOST_REPETITIONS,
        "videos must be a multiple of %s (%s letters of %s speakers) up to %s times it, got %s",
        round,
        Letter.ALL.size(),
        speakers,
        MOST_REPETITIONS,
        videos);
    ImpactsConfig.checkSide("width", width);
    ImpactsConfig.checkSide("height", height);
  }

  /** Returns how often each speaker says each letter. */
  public int repetitions() {
    return videos / (Letter.ALL.size() * speakers);
  }
}
