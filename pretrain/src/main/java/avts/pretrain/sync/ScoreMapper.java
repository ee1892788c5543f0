package avts.pretrain.sync;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.MediaClips;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.Window;
import avts.datasets.media.DecodedStretch;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import avts.pretrain.eval.ClipEmbeddings;
import avts.pretrain.eval.Embedder;
import avts.pretrain.eval.PairScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores every window of pictures beside the sound at every offset.
 *
 * <p>A file is worked through in stretches of half a minute, each decoded once: memory does not
 * grow with the file. Windows do not reach over cuts. Pictures are taken from the clip's frame
 * grid, where they have been shown for a while if the file has another rate or phase; the sound is
 * taken as much earlier.
 *
 * @param embedder the network
 * @param clips how clips are cut; which files it knows does not matter
 * @param clip length and rate of a clip's pictures
 * @param sampleRate samples per second of a clip's sound
 * @param batches number of clips, workers and batches ahead
 * @param lags the offsets
 */
public record ScoreMapper(
    Embedder embedder,
    MediaClips clips,
    ClipConfig clip,
    int sampleRate,
    BatchConfig batches,
    LagRange lags) {

  /** Distance of neighbouring windows of pictures. */
  private static final double HOP_SECONDS = 0.2;

  private static final double STRETCH_SECONDS = 30;

  /** Pictures shown for longer than this stand still, and say nothing of when they were taken. */
  private static final long MOST_AGE_MICROS = 200_000;

  private static final long MICROS_PER_SECOND = 1_000_000;

  /** Is told how far the work has come. */
  @FunctionalInterface
  public interface Listener {
    /** All pictures before {@code micros} of the file's timeline are done. */
    void doneTo(long micros);
  }

  /** Where pictures and sound come from. */
  private record Readers(MediaReader pictures, MediaReader sound) {}

  /** A window of pictures, and the number of its shot. */
  private record Place(long frame, int shot) {}

  /**
   * Scores the windows of {@code track}.
   *
   * @throws MediaException if the file cannot be decoded; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public ScoreMap map(SyncTrack track, Listener listener)
      throws MediaException, InterruptedException {
    List<Place> places = places(track);
    List<ScoreMap.Row> rows = new ArrayList<>();
    int most = Math.max(1, grid().framesWithin(STRETCH_SECONDS));
    try (MediaReader pictures = FfmpegMediaReader.open(track.source());
        MediaReader sound = FfmpegMediaReader.open(track.sound())) {
      Readers readers = new Readers(pictures, sound);
      for (int from = 0; from < places.size(); ) {
        int to = from + 1;
        while (to < places.size() && places.get(to).frame - places.get(from).frame < most) {
          to++;
        }
        List<Place> part = places.subList(from, to);
        rows.addAll(rows(track, readers, part));
        listener.doneTo(micros(part.get(part.size() - 1).frame));
        from = to;
      }
    }
    return new ScoreMap(lags, rows);
  }

  /** Returns the length of a clip. */
  public double clipSeconds() {
    return clip.frames() / clip.frameRate().perSecond();
  }

  /** Returns the share of a window that it does not have in common with its neighbour. */
  public double weight() {
    return Math.min(1, (double) hop() / clip.frames());
  }

  private int hop() {
    return Math.max(1, grid().framesCovering(HOP_SECONDS));
  }

  private ClipGrid grid() {
    return clip.grid(sampleRate);
  }

  private List<Place> places(SyncTrack track) {
    int hop = hop();
    List<Place> places = new ArrayList<>();
    List<SyncTrack.Shot> shots = track.shots();
    for (int shot = 0; shot < shots.size(); shot++) {
      long last = grid().lastFrameTo(shots.get(shot).endMicros()) - clip.frames();
      for (long frame = grid().firstFrameFrom(shots.get(shot).startMicros());
          frame <= last;
          frame += hop) {
        places.add(new Place(frame, shot));
      }
    }
    return places;
  }

  private long micros(long frame) {
    return Math.round(frame * (double) MICROS_PER_SECOND / clip.frameRate().perSecond());
  }

  /** Distance of neighbouring sounds in samples. */
  private int step() {
    return Math.max(1, Math.round(lags.stepMillis() * sampleRate / 1000f));
  }

  /** The sound that begins with frame {@code frame}, on the grid of sounds, each a step apart. */
  private long sound(long frame) {
    return Math.floorDiv(2 * grid().sampleAt(frame) + step(), 2L * step());
  }

  private List<ScoreMap.Row> rows(SyncTrack track, Readers readers, List<Place> places)
      throws MediaException, InterruptedException {
    DecodedStretch stretch = decode(track, readers, places);
    long phase = -samples(stretch.meanAgeMicros(MOST_AGE_MICROS));
    long first =
        Math.max(
            sound(places.get(0).frame) - reach(),
            -Math.floorDiv(phase - samples(track.startMicros()), (long) step()));
    long last =
        Math.min(
            sound(places.get(places.size() - 1).frame) + reach(),
            Math.floorDiv(
                samples(track.endMicros()) - clip.samples(sampleRate) - phase, (long) step()));
    if (last < first) {
      return List.of();
    }
    List<Window> pictures = places.stream().map(place -> new Window(0, place.frame, 0)).toList();
    List<Window> sounds = new ArrayList<>();
    for (long sound = first; sound <= last; sound++) {
      sounds.add(new Window(0, 0, sound * step() + phase));
    }
    ClipEmbeddings.Source source = new ClipEmbeddings.Source(clips.of(stretch), batches);
    PairScorer scorer =
        new PairScorer(
            embedder,
            ClipEmbeddings.video(embedder, source, pictures),
            ClipEmbeddings.audio(embedder, source, sounds));
    List<ScoreMap.Row> rows = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      float[] scores = new float[lags.count()];
      Arrays.fill(scores, Float.NaN);
      long zero = sound(place.frame) - reach();
      int from = Math.toIntExact(Math.max(0, first - zero));
      int to = Math.toIntExact(Math.min(lags.count() - 1, last - zero));
      List<PairScorer.Pair> pairs = new ArrayList<>();
      for (int lag = from; lag <= to; lag++) {
        pairs.add(
            new PairScorer.Pair(pictures.get(i), sounds.get(Math.toIntExact(zero + lag - first))));
      }
      double[] scored = scorer.score(pairs);
      for (int lag = from; lag <= to; lag++) {
        scores[lag] = (float) scored[lag - from];
      }
      rows.add(
          new ScoreMap.Row(micros(place.frame) + micros(clip.frames()) / 2, place.shot, scores));
    }
    return rows;
  }

  /** Decodes all that the windows at {@code places} may be compared with. */
  private DecodedStretch decode(SyncTrack track, Readers readers, List<Place> places)
      throws MediaException {
    long firstFrame = places.get(0).frame;
    long lastFrame = places.get(places.size() - 1).frame;
    long later = samples(track.soundLaterMicros());
    // The pre-emphasis needs the sample before the first.
    long firstSample = (sound(firstFrame) - reach()) * step() - samples(MOST_AGE_MICROS) - 1;
    long endSample = (sound(lastFrame) + reach()) * step() + clip.samples(sampleRate);
    DecodedStretch stretch =
        DecodedStretch.decode(
                readers.pictures,
                readers.sound,
                new DecodedStretch.Span(
                    new FrameSpan(
                        firstFrame,
                        Math.toIntExact(lastFrame - firstFrame) + clip.frames(),
                        clip.frameRate()),
                    clip.smallSideMin(),
                    new SampleSpan(
                        firstSample - later, Math.toIntExact(endSample - firstSample), sampleRate)))
            .withSoundLater(later);
    return switch (track.removed()) {
      case NOTHING -> stretch;
      case SOUND -> stretch.silent();
      case MOTION -> stretch.still();
    };
  }

  private int reach() {
    return lags.count() / 2;
  }

  private long samples(long micros) {
    return Math.floorDiv(micros * sampleRate, MICROS_PER_SECOND);
  }
}
