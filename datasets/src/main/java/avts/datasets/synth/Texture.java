package avts.datasets.synth;

import java.util.random.RandomGenerator;

/**
 * What a texture sounds and looks like: each share, 0 to 1, is one property of the sound and one of
 * the picture.
 *
 * @param pitch centre of the spectrum, 150 to 6000 Hz; seen as the fineness of the pattern
 * @param breadth breadth of the spectrum, 0.3 to 3.5 octaves; seen as the softness of the pattern
 * @param harmonicity from noise to whole-numbered partials; seen as clouds to stripes
 * @param fundamental spacing of the partials, 70 to 1120 Hz; seen as hue and size, low is large
 * @param tremor rate of the amplitude's trembling, 2 to 32 Hz; seen as the speed of turning
 * @param depth depth of the trembling; seen as lobes of the outline
 * @param pace events a second, 0.7 to 9; seen as flashes
 * @param sustain level between events; seen as brightness between flashes
 * @param decay time an event takes to die away, 0.015 to 1 s; seen as the fading of a flash
 * @param bend how far and where the pitch moves after each event, a half for not at all, 0 and 1
 *     for an octave down and up; seen as sliding of the pattern
 */
record Texture(
    double pitch,
    double breadth,
    double harmonicity,
    double fundamental,
    double tremor,
    double depth,
    double pace,
    double sustain,
    double decay,
    double bend) {

  /** Draws any texture. Half of them are pure noise or purely harmonic, as most sources are. */
  static Texture draw(RandomGenerator random) {
    double kind = random.nextDouble();
    double harmonicity = kind < 0.3 ? 0 : kind < 0.55 ? 1 : random.nextDouble();
    double depth = random.nextDouble() < 0.5 ? 0 : random.nextDouble();
    double sustain = random.nextDouble() < 0.5 ? 0 : random.nextDouble();
    double bend = random.nextDouble() < 0.5 ? 0.5 : random.nextDouble();
    return new Texture(
        share(random),
        share(random),
        Palette.rounded(harmonicity),
        share(random),
        share(random),
        Palette.rounded(depth),
        share(random),
        Palette.rounded(sustain),
        share(random),
        Palette.rounded(bend));
  }

  private static double share(RandomGenerator random) {
    return Palette.rounded(random.nextDouble());
  }

  /**
   * Returns this texture with the pitch, the fundamental and the tremor moved within their ends.
   */
  Texture moved(double byPitch, double byFundamental, double byTremor) {
    return new Texture(
        clamped(pitch + byPitch),
        breadth,
        harmonicity,
        clamped(fundamental + byFundamental),
        clamped(tremor + byTremor),
        depth,
        pace,
        sustain,
        decay,
        bend);
  }

  private static double clamped(double share) {
    return Math.max(0, Math.min(1, share));
  }

  double centreHertz() {
    return 150 * Math.pow(40, pitch);
  }

  double octaves() {
    return 0.3 + 3.2 * breadth;
  }

  double fundamentalHertz() {
    return 70 * Math.pow(16, fundamental);
  }

  double tremorHertz() {
    return 2 * Math.pow(16, tremor);
  }

  double eventsPerSecond() {
    return 0.7 * Math.pow(13, pace);
  }

  double decaySeconds() {
    return 0.015 * Math.pow(67, decay);
  }

  /** Returns by how many octaves the pitch has moved {@code seconds} after an event. */
  double bentOctaves(double seconds) {
    return (2 * bend - 1) * Math.min(1, seconds / Math.max(0.15, decaySeconds()));
  }

  /** Returns the size of the pattern's elements over the picture's smaller side. */
  double scale() {
    return 0.36 * Math.pow(0.2, pitch);
  }

  /** Returns how steep the pattern's edges are. */
  double steepness() {
    return 6 * Math.pow(0.08, breadth);
  }

  double hueDegrees() {
    return 300 * fundamental;
  }

  /** Returns the radius of the patch over the picture's smaller side. */
  double radius() {
    return 0.46 - 0.2 * fundamental;
  }
}
