package avts.datasets.mouth;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;

/** Opens face finders; the library behind them is optional. */
final class FaceFinders {

  private FaceFinders() {}

  /**
   * Opens the cascade of OpenCV.
   *
   * @throws MouthException if OpenCV is not on the class path or has no build for this system
   * @throws IOException if the cascade cannot be unpacked
   */
  @MustBeClosed
  static FaceFinder open() throws IOException {
    try {
      return CascadeFaceFinder.open();
    } catch (NoClassDefFoundError | TypeNotPresentException | UnsatisfiedLinkError e) {
      throw new MouthException(
          "faces are found by OpenCV, which is not installed (33 MB): start avts once with"
              + " AVTS_WITH=opencv in the environment, or build with mvn -Popencv. Without it, give"
              + " the place of the mouth: --mouth X,Y,W,H, or --mouth given where the videos show"
              + " nothing else ("
              + e
              + ")",
          e);
    }
  }
}
