package avts.datasets.mouth;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.media.VideoFrames;
import avts.datasets.store.StoreTimeline;
import avts.datasets.time.FrameSpan;
import java.util.ArrayList;
import java.util.List;

/** Looks for faces in every picture of a shot. */
final class FaceScan {
  /** Pixels of the smaller side of the pictures that are searched; never enlarged. */
  static final int SMALL_SIDE = 288;

  /** Pictures decoded at a time. */
  private static final int BLOCK = 32;

  /** A face may be missed for this time. */
  private static final double MOST_MISSED_SECONDS = 0.5;

  private final MediaReader reader;
  private final FaceFinder finder;
  private final StoreTimeline timeline;

  FaceScan(MediaReader reader, FaceFinder finder, StoreTimeline timeline) {
    this.reader = reader;
    this.finder = finder;
    this.timeline = timeline;
  }

  /**
   * Returns the faces of a shot, in pixels of the unscaled pictures.
   *
   * @param begin first frame of the timeline
   * @param end frame after the last
   */
  List<FaceTrack> tracks(int begin, int end) throws MediaException {
    FaceTracker tracker =
        new FaceTracker((int) Math.round(MOST_MISSED_SECONDS * timeline.rate().perSecond()));
    for (int at = begin; at < end; at += BLOCK) {
      int count = Math.min(BLOCK, end - at);
      VideoFrames frames =
          reader.readFrames(
              new FrameSpan(timeline.firstFrame() + at, count, timeline.rate()), searchedSide());
      for (int k = 0; k < count; k++) {
        tracker.add(at + k, faces(frames, k));
      }
    }
    return tracker.cut();
  }

  private int searchedSide() {
    var video = reader.info().video();
    return video != null && Math.min(video.width(), video.height()) <= SMALL_SIDE ? 0 : SMALL_SIDE;
  }

  private List<Face> faces(VideoFrames frames, int k) {
    byte[] gray = new byte[frames.width() * frames.height()];
    byte[] rgb = frames.rgb();
    for (int i = 0, from = k * gray.length * 3; i < gray.length; i++, from += 3) {
      // ITU-R BT.601 in 256ths.
      gray[i] =
          (byte)
              ((77 * (rgb[from] & 0xff)
                      + 150 * (rgb[from + 1] & 0xff)
                      + 29 * (rgb[from + 2] & 0xff))
                  >> 8);
    }
    var video = reader.info().video();
    double across = video == null ? 1 : (double) video.width() / frames.width();
    double down = video == null ? 1 : (double) video.height() / frames.height();
    List<Face> faces = new ArrayList<>();
    for (Face face : finder.find(gray, frames.width(), frames.height())) {
      Box box = face.box();
      faces.add(
          new Face(
              new Box(box.x() * across, box.y() * down, box.width() * across, box.height() * down),
              face.confidence()));
    }
    return faces;
  }
}
