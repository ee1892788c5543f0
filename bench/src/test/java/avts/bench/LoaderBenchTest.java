package avts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.bench.measure.Median;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.media.FfmpegTool;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderBenchTest {
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25),
          25,
          3,
          32,
          32,
          36,
          true,
          List.of(110.0, 110.0, 110.0),
          List.of(60.0, 60.0, 60.0),
          ClipView.NATURAL);

  @TempDir Path folder;

  @Test
  void wholePassCountsClipsAndDividesOursByThePeers() throws Exception {
    Optional<String> obstacle = FfmpegTool.FFMPEG.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    Path video = WholePass.sampleVideo(folder, 6);
    WholePass pass = new WholePass(video, CLIP, FilterBankConfig.paper());
    WholePass.Figures figures = pass.measure(1);
    assertEquals(6, figures.clips());
    assertTrue(figures.seconds() > 0);
    assertEquals(figures.seconds() / figures.peerSeconds(), figures.ratio(), 1e-12);
    assertEquals(figures.cpuSeconds() / figures.peerCpuSeconds(), figures.cpuRatio(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> pass.measure(0));
  }

  @Test
  void trainingLoadReadsOriginalsAndStoreAlike() throws Exception {
    TrainingLoad load = new TrainingLoad(CLIP, FilterBankConfig.paper(), 2);
    Path originals = TrainingLoad.synthetic(8, folder.resolve("originals"));
    TrainingLoad.Figures first = load.measure(TrainingLoad.manifest(originals), 1);
    TrainingLoad.Figures second = load.measure(load.prepare(originals, folder.resolve("store")), 1);
    assertEquals(32, first.clips());
    assertEquals(32, second.clips());
    assertEquals(first.clips() / first.seconds(), first.clipsPerSecond(), 1e-9);
  }

  @Test
  void medianIgnoresOneSlowRun() {
    assertEquals(2, Median.of(DoubleStream.of(1, 2, 100)));
    assertEquals(1.5, Median.of(DoubleStream.of(2, 1)));
  }
}
