package avts.distill.bundle;

import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.SlidingWindows;
import avts.distill.runtime.AudioStream;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.FeatureSettings;
import avts.distill.runtime.Reading;
import avts.distill.runtime.SoundFormat;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.embed.FeatureExtractor;
import avts.pretrain.exchange.OnnxFile;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * {@code avts export}: the audio encoder of a pretrained model as a bundle, whose vectors are those
 * of {@code avts embed}.
 */
public final class AudioExport {
  /** Largest difference between the two, in parts of the largest value but at least of 1. */
  private static final double TOLERANCE = 1e-4;

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
    double[] difference = new double[1];
    new BundleWriter(content())
        .write(
            folder,
            unfinished -> {
              difference[0] = difference(unfinished);
              if (!(difference[0] <= TOLERANCE)) {
                throw new IllegalStateException(
                    String.format(
                        Locale.ROOT,
                        "the exported model differs from the network by %.2g of the largest value,"
                            + " more than %.0g: it was not kept",
                        difference[0],
                        TOLERANCE));
              }
            });
    return difference[0];
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

  /** Two clips of noise that differ in loudness, the second one with sound before it. */
  private double difference(Path folder) throws IOException {
    try (Bundle bundle = Bundle.open(folder)) {
      FeatureSettings settings = bundle.settings();
      int length = settings.clipSamples();
      SplittableRandom random = new SplittableRandom(1);
      float[] sound = new float[2 * length];
      for (int i = 0; i < sound.length; i++) {
        sound[i] = (i < length ? 0.5f : 0.02f) * (2 * random.nextFloat() - 1);
      }
      AudioStream stream =
          bundle.stream(SoundFormat.mono(settings.bank().sampleRate()), settings.clipSeconds());
      List<Reading> readings = new ArrayList<>(stream.push(sound));
      readings.addAll(stream.finish());
      LogFilterBank bank = new LogFilterBank(settings.bank());
      double largest = 1;
      double difference = 0;
      for (int clip = 0; clip < readings.size(); clip++) {
        int from = clip * length;
        float[] features =
            bank.compute(
                Arrays.copyOfRange(sound, from, from + length),
                clip == 0 ? Float.NaN : sound[from - 1]);
        model.normalisation().apply(features);
        float[] expected = extractor.extract(features, 1);
        float[] found = readings.get(clip).values();
        for (int i = 0; i < expected.length; i++) {
          largest = Math.max(largest, Math.abs(expected[i]));
          difference = Math.max(difference, Math.abs(expected[i] - found[i]));
        }
      }
      return difference / largest;
    }
  }
}
