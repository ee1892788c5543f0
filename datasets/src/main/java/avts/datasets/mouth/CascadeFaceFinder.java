package avts.datasets.mouth;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * Finds frontal faces with a cascade of Haar features (Viola and Jones 2001; Lienhart and Maydt
 * 2002), the one that comes with OpenCV as {@code haarcascade_frontalface_alt2}.
 *
 * <p>The confidence is n / (n + {@value #LEAST_NEIGHBOURS}), where n is how many windows of the
 * search agreed on the face, at least {@value #LEAST_NEIGHBOURS}.
 */
final class CascadeFaceFinder implements FaceFinder {
  static final int LEAST_NEIGHBOURS = 4;

  private static final String CASCADE = "haarcascade_frontalface_alt2.xml";
  private static final double SCALE_STEP = 1.1;

  /** A face is at least this part of the smaller side. */
  private static final int PARTS = 8;

  private final CascadeClassifier cascade;

  private CascadeFaceFinder(CascadeClassifier cascade) {
    this.cascade = cascade;
  }

  /** Unpacks the cascade to JavaCPP's cache at the first call, and loads it. */
  @MustBeClosed
  static CascadeFaceFinder open() throws IOException {
    Loader.load(CascadeClassifier.class);
    String platform = "/org/bytedeco/opencv/" + Loader.getPlatform() + "/";
    for (String folder : List.of("share/opencv4/haarcascades/", "etc/haarcascades/")) {
      File file = Loader.cacheResource(CascadeClassifier.class, platform + folder + CASCADE);
      if (file != null && file.isFile()) {
        CascadeClassifier cascade = new CascadeClassifier(file.getPath());
        if (!cascade.empty()) {
          return new CascadeFaceFinder(cascade);
        }
        cascade.close();
      }
    }
    throw new MouthException("OpenCV's library for this system has no " + CASCADE, null);
  }

  @Override
  public List<Face> find(byte[] gray, int width, int height) {
    int least = Math.max(20, Math.min(width, height) / PARTS);
    List<Face> faces = new ArrayList<>();
    try (BytePointer pixels = new BytePointer(gray);
        Mat picture = new Mat(height, width, opencv_core.CV_8UC1, pixels);
        Mat equalised = new Mat();
        RectVector found = new RectVector();
        IntPointer neighbours = new IntPointer();
        Size smallest = new Size(least, least);
        Size largest = new Size()) {
      opencv_imgproc.equalizeHist(picture, equalised);
      cascade.detectMultiScale2(
          equalised, found, neighbours, SCALE_STEP, LEAST_NEIGHBOURS, 0, smallest, largest);
      for (int i = 0; i < found.size(); i++) {
        Rect place = found.get(i);
        double agreed = neighbours.get(i);
        faces.add(
            new Face(
                new Box(place.x(), place.y(), place.width(), place.height()),
                agreed / (agreed + LEAST_NEIGHBOURS)));
      }
    }
    return faces;
  }

  @Override
  public void close() {
    cascade.close();
  }
}
