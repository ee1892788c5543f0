package avts.datasets.mouth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Joins the faces of consecutive pictures to tracks: a face goes to the track whose last box it
 * overlaps most, the best pairs first; what is left begins a new track.
 */
final class FaceTracker {
  /** Least intersection over union of a face and the last box of its track. */
  private static final double LEAST_OVERLAP = 0.3;

  private final int mostMissed;
  private final List<Open> open = new ArrayList<>();
  private final List<FaceTrack> finished = new ArrayList<>();

  /** Creates a tracker that ends a track after more than {@code mostMissed} pictures without it. */
  FaceTracker(int mostMissed) {
    this.mostMissed = mostMissed;
  }

  /** A track that may go on. */
  private static final class Open {
    private final TreeMap<Integer, Face> faces = new TreeMap<>();

    int lastFrame() {
      return faces.lastKey();
    }

    Box lastBox() {
      return faces.lastEntry().getValue().box();
    }

    FaceTrack finish() {
      List<Optional<Face>> all = new ArrayList<>();
      for (int frame = faces.firstKey(); frame <= faces.lastKey(); frame++) {
        all.add(Optional.ofNullable(faces.get(frame)));
      }
      return new FaceTrack(faces.firstKey(), all);
    }
  }

  private record Pair(Open track, Face face, double overlap) {}

  /** Adds the faces of the next picture; {@code frame} ascends. */
  void add(int frame, List<Face> faces) {
    for (Open track : List.copyOf(open)) {
      if (frame - track.lastFrame() > mostMissed + 1) {
        close(track);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (Open track : open) {
      for (Face face : faces) {
        double overlap = track.lastBox().overlap(face.box());
        if (overlap >= LEAST_OVERLAP) {
          pairs.add(new Pair(track, face, overlap));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
    List<Face> left = new ArrayList<>(faces);
    List<Open> free = new ArrayList<>(open);
    for (Pair pair : pairs) {
      if (left.contains(pair.face) && free.remove(pair.track)) {
        left.remove(pair.face);
        pair.track.faces.put(frame, pair.face);
      }
    }
    for (Face face : left) {
      Open track = new Open();
      track.faces.put(frame, face);
      open.add(track);
    }
  }

  /** Ends all tracks and returns those since the last call, by first picture and left edge. */
  List<FaceTrack> cut() {
    for (Open track : List.copyOf(open)) {
      close(track);
    }
    List<FaceTrack> tracks = new ArrayList<>(finished);
    finished.clear();
    tracks.sort(
        Comparator.comparingInt(FaceTrack::firstFrame)
            .thenComparingDouble(
                track -> track.faces().get(0).map(face -> face.box().x()).orElse(0.0)));
    return tracks;
  }

  private void close(Open track) {
    open.remove(track);
    finished.add(track.finish());
  }
}
