package avts.pretrain.testing;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.MediaClips;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.manifest.Manifest;
import avts.datasets.pair.FixedPairs;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.pair.PairConfig;
import avts.datasets.pair.PairSampler;
import avts.datasets.progress.Progress;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import avts.pretrain.eval.ClipEmbeddings;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.eval.floor.ClipShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Folders of real mp4 files, indexed and ready to be measured: clips of 10 pictures, 24 x 24. */
public final class SynthSets {
  private static final FilterBankConfig FEATURES =
      new FilterBankConfig(16_000, 0.025, 0.01, 512, 16, 0.97);
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25),
          10,
          1,
          24,
          24,
          24,
          false,
          List.of(110.0),
          List.of(60.0),
          ClipView.NATURAL);

  /** Lengths of the arrays of these clips. */
  public static final ClipShape SHAPE =
      new ClipShape(
          1, CLIP.frames(), CLIP.size() * CLIP.size(), 16, FEATURES.windows(CLIP.samples(16_000)));

  private SynthSets() {}

  /** Indexes the media files in {@code folder} and writes the manifest to {@code file}. */
  public static Manifest index(Path folder, Path file) throws IOException, InterruptedException {
    return new Indexer(IndexConfig.standard(), Progress.Mode.QUIET)
        .index(List.of(folder), file)
        .manifest();
  }

  /** Returns where clips of the files of {@code manifest} are read from. */
  public static ClipEmbeddings.Source source(Manifest manifest) {
    return new ClipEmbeddings.Source(
        new MediaClips(manifest, CLIP, FEATURES, AugmentConfig.off(), FeatureNormalisation.gdt(16)),
        new BatchConfig(4, 2, 1, 1, 2, 2));
  }

  /** Returns the possible windows of some files of {@code manifest}. */
  public static PairSampler sampler(Manifest manifest, List<Integer> files) {
    return new PairSampler(
        manifest.entries(),
        files,
        CLIP.grid(16_000),
        new PairConfig(PairConfig.Mode.NO_OVERLAP, 0.5, 0.12, 0.36, -100, 0));
  }

  /** Returns some files of {@code manifest} with fixed pairs. */
  public static EvaluationSet set(Manifest manifest, List<Integer> files) {
    PairSampler sampler = sampler(manifest, files);
    return new EvaluationSet(
        source(manifest),
        manifest.entries(),
        sampler,
        FixedPairs.draw(
            sampler, manifest.entries(), new FixedPairsConfig(5, 3, 1, 6), manifest.contentHash()));
  }
}
