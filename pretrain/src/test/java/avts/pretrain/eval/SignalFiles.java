package avts.pretrain.eval;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import avts.datasets.pair.FixedPairs;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.pair.PairConfig;
import avts.datasets.pair.PairSampler;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Imaginary files of ten seconds: a random number per frame, seen in pictures and heard. */
final class SignalFiles implements ClipSource {
  static final ClipGrid GRID = new ClipGrid(10, FrameRate.of(25), 1000);
  private static final int FRAMES = 250;
  private static final int SAMPLES_PER_FRAME = 40;

  private final float[][] signal;

  SignalFiles(int files, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    signal = new float[files][FRAMES + 20];
    for (float[] file : signal) {
      for (int frame = 0; frame < file.length; frame++) {
        file[frame] = (float) random.nextGaussian();
      }
    }
  }

  List<ManifestEntry> entries() {
    return IntStream.range(0, signal.length).mapToObj(SignalFiles::entry).toList();
  }

  private static ManifestEntry entry(int number) {
    MediaInfo info =
        new MediaInfo(
            "mov",
            2,
            new MediaInfo.Video(0, "h264", 64, 64, 0, FrameRate.of(25), 0, 10_000_000),
            new MediaInfo.Audio(1, "aac", 16_000, 1, 0, 10_000_000));
    List<Float> loud = Collections.nCopies(100, -20f);
    List<Float> moving = Collections.nCopies(100, 9f);
    ManifestEntry.Content content =
        new ManifestEntry.Content(false, 0, 10_000_000, 0, -20, List.of(), 100, loud, moving);
    return new ManifestEntry(
        "v" + number + ".mp4",
        null,
        0,
        1,
        "%064d".formatted(number),
        Verdict.USABLE,
        "",
        "g" + number,
        info,
        content,
        null);
  }

  EvaluationSet set(long seed) {
    PairConfig pairs = new PairConfig(PairConfig.Mode.NO_OVERLAP, 0.5, 0.12, 0.4, -60, 1);
    List<ManifestEntry> entries = entries();
    PairSampler sampler =
        new PairSampler(entries, IntStream.range(0, signal.length).boxed().toList(), GRID, pairs);
    FixedPairs fixed =
        FixedPairs.draw(sampler, entries, new FixedPairsConfig(seed, 3, 2, 4), "hash");
    return new EvaluationSet(
        new ClipEmbeddings.Source(this, new BatchConfig(4, 2, 1, 1, 2, 2)),
        entries,
        sampler,
        fixed);
  }

  @Override
  public int videoLength() {
    return GRID.frames();
  }

  @Override
  public int audioLength() {
    return GRID.frames();
  }

  @Override
  public Reader open(int file) {
    return new Reader() {
      @Override
      public void readVideo(
          Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
        for (int i = 0; i < GRID.frames(); i++) {
          target[offset + i] = signal[file][(int) window.startFrame() + i];
        }
      }

      @Override
      public void readAudio(
          Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
        for (int i = 0; i < GRID.frames(); i++) {
          double frame = (double) window.startSample() / SAMPLES_PER_FRAME + i;
          int before = (int) Math.floor(frame);
          double share = frame - before;
          target[offset + i] =
              (float) ((1 - share) * signal[file][before] + share * signal[file][before + 1]);
        }
      }

      @Override
      public void close() {}
    };
  }

  /** Embeds clips as they are; the score is minus the distance, or noise for a deaf network. */
  static Embedder embedder(boolean deaf) {
    return new Embedder() {
      @Override
      public float[] embedVideo(float[] video, int n) {
        return video.clone();
      }

      @Override
      public float[] embedAudio(float[] audio, int n) {
        return audio.clone();
      }

      @Override
      public float[] score(float[] video, float[] audio, int n) {
        float[] scores = new float[n];
        for (int pair = 0; pair < n; pair++) {
          double sum = 0;
          for (int i = pair * 10; i < pair * 10 + 10; i++) {
            sum += deaf ? Math.sin(1e4 * video[i] + 3e4 * audio[i]) : Math.abs(video[i] - audio[i]);
          }
          scores[pair] = (float) -sum;
        }
        return scores;
      }

      @Override
      public int embeddingSize() {
        return GRID.frames();
      }
    };
  }
}
