package avts.datasets.synth;

import java.util.random.RandomGenerator;

/**
 * What a speaker's takes share.
 *
 * @param pitchHz mean pitch
 * @param formantFactor formants over those of a middling man: the shorter the tract, the higher
 * @param lengthFactor length of phones over the middling one
 * @param breathiness noise in the voice, over the voice
 * @param openness how far the mouth opens, over the middling one
 * @param mouth sizes and place of the mouth
 * @param colours of skin, lips and what is behind
 */
record Speaker(
    double pitchHz,
    double formantFactor,
    double lengthFactor,
    double breathiness,
    double openness,
    Mouth mouth,
    Colours colours) {

  /**
   * Sizes and place, in units of the picture's smaller side.
   *
   * @param halfWidth half the width of the mouth at rest
   * @param upperLip thickness of the upper lip
   * @param lowerLip thickness of the lower lip
   * @param halfOpening half the height of the gap of a mouth wide open
   * @param x place from the picture's middle to the right
   * @param y place from the picture's middle downwards
   */
  record Mouth(
      double halfWidth, double upperLip, double lowerLip, double halfOpening, double x, double y) {}

  /**
   * Colours, on the scale 0 to 255.
   *
   * @param brightness of the skin, 0 to 1
   * @param redness of the lips, 0 to 1
   * @param light slope of the brightness from left to right, -1 to 1
   * @param background behind the head
   */
  record Colours(double brightness, double redness, double light, Background background) {}

  static Speaker draw(RandomGenerator random) {
    // Short tracts go with high voices, not strictly.
    double high = random.nextDouble();
    return new Speaker(
        95 * Math.pow(2, 1.2 * high + random.nextDouble(-0.15, 0.15)),
        0.95 + 0.2 * high + random.nextDouble(-0.03, 0.03),
        random.nextDouble(0.85, 1.15),
        random.nextDouble(0.02, 0.1),
        random.nextDouble(0.8, 1.2),
        new Mouth(
            random.nextDouble(0.24, 0.33),
            random.nextDouble(0.045, 0.085),
            random.nextDouble(0.06, 0.11),
            random.nextDouble(0.17, 0.23),
            random.nextDouble(-0.06, 0.06),
            random.nextDouble(-0.08, 0.02)),
        new Colours(
            random.nextDouble(0.35, 1),
            random.nextDouble(0.2, 1),
            random.nextDouble(-1, 1),
            new Palette(false).background(random)));
  }
}
