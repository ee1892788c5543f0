package avts.pretrain.run;

import avts.datasets.batch.BatchLoader;
import avts.datasets.batch.ClipSource;
import avts.datasets.batch.EpochPlanner;
import avts.datasets.batch.MediaClips;
import avts.datasets.batch.NormalisedClips;
import avts.datasets.batch.TakeClips;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Split;
import avts.datasets.manifest.Split.Part;
import avts.datasets.manifest.Verdict;
import avts.datasets.pair.FixedClips;
import avts.datasets.pair.FixedPairs;
import avts.datasets.pair.PairSampler;
import avts.datasets.random.Seeds;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.take.TakeIndexer;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.eval.ClipEmbeddings;
import avts.pretrain.eval.EvaluationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a run and what each is used for.
 *
 * @param manifest all files
 * @param split the usable ones, divided
 * @param config how clips and pairs are cut from them
 */
public record RunData(Manifest manifest, Split split, PretrainConfig config) {

  /**
   * Divides the usable files of {@code manifest}.
   *
   * @throws DataRefusedException if none is usable, too many were refused, or files are missing
   */
  public static RunData of(Manifest manifest, PretrainConfig config) throws IOException {
    int all = manifest.entries().size();
    int refused = all - manifest.usable().size();
    if (refused == all) {
      throw new DataRefusedException(
          "none of "
              + all
              + " files is usable: "
              + reasons(manifest)
              + "; see avts index --report");
    }
    double share = (double) refused / all;
    if (share > config.data().maxRefusedShare()) {
      throw new DataRefusedException(
          String.format(
              Locale.ROOT,
              "%d of %d files were refused (%s), more than data.max_refused_share %s allows:"
                  + " see avts index --report, remove them, or raise the limit",
              refused,
              all,
              reasons(manifest),
              config.data().maxRefusedShare()));
    }
    List<String> missing = manifest.missing();
    if (!missing.isEmpty()) {
      throw new DataRefusedException(
          missing.size()
              + " files of the manifest are no longer there, the first is "
              + missing.get(0)
              + ": bring them back, or index again");
    }
    return new RunData(manifest, Split.of(manifest, config.data().split()), config);
  }

  private static String reasons(Manifest manifest) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Verdict, Integer> count : manifest.counts().entrySet()) {
      if (count.getKey() != Verdict.USABLE && count.getValue() > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(count.getValue())
            .append(' ')
            .append(count.getKey().key());
      }
    }
    return text.toString();
  }

  /** Returns the possible windows of the files of {@code part}. */
  public PairSampler sampler(Part part) {
    return new PairSampler(manifest.entries(), split.part(part), config.grid(), config.pairs());
  }

  /**
   * Returns where clips are read from: files, or stored takes.
   *
   * @throws IOException if the takes' set cannot be read
   */
  public NormalisedClips clips(FeatureNormalisation normalisation) throws IOException {
    Optional<TakeSet> takes = TakeIndexer.setOf(manifest);
    if (takes.isPresent()) {
      return new TakeClips(
          new TakeClips.Takes(manifest, takes.get()),
          config.clip(),
          config.features(),
          config.augment(),
          normalisation);
    }
    return new MediaClips(
        manifest, config.clip(), config.features(), config.augment(), normalisation);
  }

  /** Returns the same clips for reading them in every epoch: what is decoded is kept in memory. */
  public NormalisedClips trainingClips(FeatureNormalisation normalisation) throws IOException {
    NormalisedClips clips = clips(normalisation);
    return clips instanceof MediaClips media ? media.keeping(config.cache().bytes()) : clips;
  }

  /** Returns the loader of training batches, every stage of the curriculum checked beforehand. */
  public BatchLoader loader(PairSampler training, ClipSource clips) {
    Seeds seeds = new Seeds(config.seed());
    EpochPlanner planner = new EpochPlanner(training, manifest.entries(), config.batch(), seeds);
    config.curriculum().stages().forEach(stage -> planner.require(stage.mix()));
    return new BatchLoader(planner, clips, config.batch(), seeds);
  }

  /**
   * Returns {@code part} with its fixed pairs, which are drawn once and kept in {@code folder}.
   *
   * @throws IOException if the stored pairs belong to other data
   */
  public EvaluationSet evaluationSet(Part part, ClipSource clips, Path folder) throws IOException {
    Path file = pairsFile(part, folder);
    if (!Files.exists(file)) {
      EvaluationSet drawn = drawEvaluationSet(part, clips);
      drawn.pairs().write(file);
      return drawn;
    }
    return evaluationSet(clips, sampler(part), FixedPairs.read(file, manifest.contentHash()));
  }

  /**
   * Returns the fixed clips of {@code part} for retrieval, which are drawn once and kept in {@code
   * folder}.
   *
   * @throws IOException if the stored clips belong to other data
   */
  FixedClips retrievalClips(Part part, Path folder) throws IOException {
    Path file = clipsFile(part, folder);
    if (!Files.exists(file)) {
      FixedClips drawn = drawRetrievalClips(part);
      drawn.write(file);
      return drawn;
    }
    return FixedClips.read(file, manifest.contentHash());
  }

  /** Returns fixed clips that are not kept; the same seed gives the same ones. */
  FixedClips drawRetrievalClips(Part part) {
    return FixedClips.draw(
        sampler(part),
        manifest.entries(),
        config.evaluation().pairs().seed(),
        manifest.contentHash());
  }

  /** Deletes the pairs and clips that are kept in {@code folder}. */
  public static void deletePairs(Path folder) throws IOException {
    for (Part part : Part.values()) {
      Files.deleteIfExists(pairsFile(part, folder));
      Files.deleteIfExists(clipsFile(part, folder));
    }
  }

  private static Path clipsFile(Part part, Path folder) {
    return folder.resolve("clips-" + part.name().toLowerCase(Locale.ROOT) + ".jsonl");
  }

  private static Path pairsFile(Part part, Path folder) {
    return folder.resolve("pairs-" + part.name().toLowerCase(Locale.ROOT) + ".jsonl");
  }

  /** Returns {@code part} with fixed pairs that are not kept; the same seed gives the same ones. */
  public EvaluationSet drawEvaluationSet(Part part, ClipSource clips) {
    PairSampler sampler = sampler(part);
    FixedPairs pairs =
        FixedPairs.draw(
            sampler, manifest.entries(), config.evaluation().pairs(), manifest.contentHash());
    return evaluationSet(clips, sampler, pairs);
  }

  private EvaluationSet evaluationSet(ClipSource clips, PairSampler sampler, FixedPairs pairs) {
    return new EvaluationSet(
        new ClipEmbeddings.Source(clips, config.batch()), manifest.entries(), sampler, pairs);
  }

  /** Returns content and group of the files of {@code part}, for provenance. */
  public List<Media> media(Part part) {
    return split.part(part).stream()
        .map(
            index -> {
              ManifestEntry entry = manifest.entries().get(index);
              return new Media(entry.originalSha256(), entry.group());
            })
        .toList();
  }

  /**
   * Returns what provenance says of the training files. A file of a store is there twice, by its
   * original's content and by its own, so that it is known again whichever of them is tested.
   */
  public List<Media> trainingMedia() {
    Set<Media> media = new LinkedHashSet<>(media(Part.TRAIN));
    for (int index : split.train()) {
      ManifestEntry entry = manifest.entries().get(index);
      media.add(new Media(entry.sha256(), entry.group()));
    }
    return List.copyOf(media);
  }
}
