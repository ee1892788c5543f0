package avts.distill.bundle;

import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.SlidingWindows;
import avts.distill.runtime.FeatureSettings;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.embed.FeatureExtractor;
import avts.pretrain.exchange.OnnxFile;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code avts export}: the audio encoder of a pretrained model as a bundle, whose vectors are those
 * of {@code avts embed}.
 */
public final class AudioExport {
  private final TrainedModel model;
  private final FeatureExtractor extractor;
  private final SlidingWindows windows;

  /**
   * Describes an export.
   *
   * @param layer see {@link FeatureExtractor}
   * @param windows the bundle's own distance of two clips
   * @throws IllegalArgumentException if the audio encoder has no such layer or was never trained
   */
  public AudioExport(TrainedModel model, String layer, SlidingWindows windows) {
    this.model = model;
    this.extractor = FeatureExtractor.of(model, Tower.AUDIO, layer);
    this.windows = windows;
  }

  /**
   * Writes the bundle and compares what it gives for noise with what the model itself gives.
   *
   * @return the largest difference, in parts of the largest value but at least of 1
   * @throws IOException if the folder is there already or cannot be written
   * @throws IllegalStateException if the two differ; nothing is left then
   */
  public double write(Path folder) throws IOException {
    LogFilterBank bank = new LogFilterBank(model.config().value().features());
    NoiseTrial trial =
        new NoiseTrial(
            (samples, preceding) -> {
              float[] features = bank.compute(samples, preceding);
              model.normalisation().apply(features);
              return extractor.extract(features, 1);
            });
    new BundleWriter(content()).write(folder, trial);
    return trial.difference();
  }

  private BundleWriter.Content content() throws IOException {
    PretrainConfig config = model.config().value();
    Provenance provenance = Provenance.read(model.run());
    return new BundleWriter.Content(
        new OnnxFile(
            extractor.model(),
            new OnnxFile.Origin(model.id(), extractor.layer(), model.weightsSha256())),
        FeatureSettings.ofClips(
            FeatureSettings.Kind.EMBEDDING,
            extractor.size(),
            config.features(),
            model.normalisation(),
            windows),
        List.of(),
        new BundleWriter.Training(
            model.config().hash(), provenance.manifestSha256(), provenance.versions()));
  }
}
