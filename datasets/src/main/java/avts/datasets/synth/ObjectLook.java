package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How an object looks, from which follows how it sounds.
 *
 * @param kind outline and timbre
 * @param diameter extent over the picture's smaller side, over 0 and below 0.5; decides the pitch
 * @param hueDegrees colour of the filling, 0 to 360; says nothing of the sound
 * @param brightness value of the filling, 0 to 1
 * @param angleDegrees rotation of the outline
 */
public record ObjectLook(
    ObjectKind kind, double diameter, double hueDegrees, double brightness, double angleDegrees) {

  /** Checks size and colour. */
  public ObjectLook {
    checkArgument(
        diameter > 0 && diameter < 0.5, "diameter must lie in (0, 0.5), got %s", diameter);
    checkArgument(
        hueDegrees >= 0 && hueDegrees <= 360, "hue must lie in 0..360 degrees, got %s", hueDegrees);
    checkArgument(
        brightness >= 0 && brightness <= 1, "brightness must lie in 0..1, got %s", brightness);
  }

  /** Returns the lowest partial's frequency in Hz: 420 Hz at 0.23, falling with the square. */
  public double fundamentalHz() {
    double relative = 0.23 / diameter;
    return 420 * relative * relative;
  }

  /** Returns the filling's red, green and blue, 0 to 255. */
  double[] colour() {
    double[] rgb = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      // The usual hue, saturation, value formula, with saturation 0.75.
      double k = (hueDegrees / 60 + 5 - 2 * channel) % 6;
      double part = Math.max(0, Math.min(1, Math.min(k, 4 - k)));
      rgb[channel] = 255 * brightness * (1 - 0.75 * part);
    }
    return rgb;
  }
}
