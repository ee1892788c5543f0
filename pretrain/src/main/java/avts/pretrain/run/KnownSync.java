package avts.pretrain.run;

import avts.datasets.media.FlashBeep;
import avts.datasets.media.MediaException;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.progress.Progress;
import avts.datasets.synth.ImpactsConfig;
import avts.datasets.synth.ImpactsGenerator;
import avts.datasets.time.FrameRate;
import avts.pretrain.sync.Zero;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures a model's zero on generated files that are in step by construction: bouncing objects and
 * flashes with beeps. A model that was trained on other things may be unable to tell; then its zero
 * stays unknown.
 *
 * @param progress how progress is shown
 */
record KnownSync(Progress.Mode progress) {
  private static final int VIDEOS = 12;

  /** No training set is made with it. */
  private static final long SEED = 0x5EED_0FF5E7L;

  private static final int BEEP_SECONDS = 8;

  Zero measure(ModelMeter meter) throws IOException, MediaException, InterruptedException {
    Path folder = Files.createTempDirectory("avts-known-sync");
    try {
      try (Progress made = Progress.start("files in step", "files", VIDEOS, progress)) {
        ImpactsGenerator.generate(
            ImpactsConfig.standard(VIDEOS, SEED),
            folder.resolve("impacts"),
            Runtime.getRuntime().availableProcessors(),
            made::step);
      }
      Path beeps = Files.createDirectories(folder.resolve("beeps"));
      for (int rate : List.of(25, 30, 50)) {
        FlashBeep.regular(
                new OutputFormat(
                    Container.MP4,
                    OutputFormat.Video.of(VideoCodec.H264, 128, 96, FrameRate.of(rate)),
                    OutputFormat.Audio.of(AudioCodec.PCM, 48_000, 1)),
                BEEP_SECONDS)
            .write(beeps.resolve("beeps-" + rate + ".mp4"));
      }
      ZeroMeasurement measured =
          ZeroMeasurement.of(meter.rawOffsets(List.of(folder.resolve("impacts"), beeps)));
      return measured.trustworthy() ? measured.zero(Zero.Source.GENERATED) : Zero.unknown();
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
