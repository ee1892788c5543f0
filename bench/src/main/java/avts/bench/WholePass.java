package avts.bench;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.measure.Median;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.FfmpegTool;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.ClipGrid;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All clips of one file, one behind the other, on one thread: pictures decoded, scaled, cropped and
 * normalised, sound decoded, resampled and turned into the filter bank. The peer decodes and scales
 * the pictures alone; its start-up, measured on one frame, is taken off.
 *
 * @param file a video with sound
 * @param clip length and size of the clips
 * @param features settings of the filter bank
 */
record WholePass(Path file, ClipConfig clip, FilterBankConfig features) {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern BENCHMARK =
      Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s rtime=([0-9.]+)s");

  /**
   * Medians of some runs.
   *
   * @param clips number of clips in the file
   * @param seconds wall time of ours
   * @param cpuSeconds time of ours on the processor
   * @param peerSeconds wall time of the peer, whose parts run side by side
   * @param peerCpuSeconds time of the peer on the processor, all its threads
   * @param ratio wall times, ours / peer
   * @param cpuRatio processor times, ours / peer
   */
  record Figures(
      int clips,
      double seconds,
      double cpuSeconds,
      double peerSeconds,
      double peerCpuSeconds,
      double ratio,
      double cpuRatio) {}

  private record Times(double seconds, double cpuSeconds) {}

  /** Encodes {@code seconds} of 640x360 H.264 with AAC sound below {@code folder}. */
  static Path sampleVideo(Path folder, int seconds)
      throws IOException, InterruptedException, TimeoutException {
    Path file = folder.resolve("sample.mp4");
    run(
        List.of(
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=25:duration=" + seconds,
            "-f",
            "lavfi",
            "-i",
            "anoisesrc=sample_rate=44100:amplitude=0.3:seed=1:duration=" + seconds,
            "-vf",
            "noise=alls=8:allf=t:all_seed=1",
            "-c:v",
            "libopenh264",
            "-b:v",
            "1500k",
            "-g",
            "50",
            "-c:a",
            "aac",
            "-y",
            FfmpegTool.argument(file)));
    return file;
  }

  /** Measures {@code runs} times, ours and the peer in turn, after a run of each to warm up. */
  Figures measure(int runs)
      throws MediaException, IOException, InterruptedException, TimeoutException {
    checkArgument(runs > 0, "runs must be positive, got %s", runs);
    List<Times> ours = new ArrayList<>();
    List<Times> peers = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      Times our = ours();
      Times startUp = peer(List.of("-frames:v", "1"));
      Times peer = peer(List.of());
      if (run > 0) {
        ours.add(our);
        peers.add(new Times(peer.seconds - startUp.seconds, peer.cpuSeconds - startUp.cpuSeconds));
      }
    }
    Times our = median(ours);
    Times peer = median(peers);
    return new Figures(
        clips(),
        our.seconds,
        our.cpuSeconds,
        peer.seconds,
        peer.cpuSeconds,
        our.seconds / peer.seconds,
        our.cpuSeconds / peer.cpuSeconds);
  }

  private int clips() throws MediaException {
    ClipGrid grid = clip.grid(features.sampleRate());
    return (int) (grid.lastFrameTo(pictures().durationMicros()) / clip.frames());
  }

  private Times ours() throws MediaException {
    int clips = clips();
    ClipGrid grid = clip.grid(features.sampleRate());
    Seeds seeds = new Seeds(1);
    long started = System.nanoTime();
    long cpuStarted = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    ClipReader reader =
        new ClipReader(
            clip, features, AugmentConfig.off(), FeatureNormalisation.gdt(features.filters()));
    float[] video = new float[reader.videoLength()];
    float[] audio = new float[reader.audioLength()];
    try (MediaReader media = FfmpegMediaReader.open(MediaSource.of(file))) {
      for (int i = 0; i < clips; i++) {
        long frame = (long) i * clip.frames();
        Window window = new Window(0, frame, grid.sampleAt(frame));
        reader.readVideo(media, window, seeds.generator(Purpose.AUGMENTATION, 0, i), video, 0);
        reader.readAudio(media, window, null, audio, 0);
      }
    }
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStarted;
    return new Times((System.nanoTime() - started) / 1e9, cpu / 1e9);
  }

  private Times peer(List<String> limit)
      throws MediaException, IOException, InterruptedException, TimeoutException {
    List<String> arguments = new ArrayList<>();
    Collections.addAll(arguments, "-benchmark", "-threads", "1", "-filter_threads", "1", "-i");
    arguments.add(FfmpegTool.argument(file));
    MediaInfo.Video video = pictures();
    String side = Integer.toString(clip.smallSideMax());
    String scale = video.width() > video.height() ? "-2:" + side : side + ":-2";
    Collections.addAll(arguments, "-an", "-vf", "scale=" + scale + ":flags=bilinear,format=rgb24");
    arguments.addAll(limit);
    Collections.addAll(arguments, "-f", "rawvideo", "-y", "/dev/null");
    Matcher matcher = BENCHMARK.matcher(run(arguments));
    if (!matcher.find()) {
      throw new IOException("ffmpeg did not tell how long it took");
    }
    double cpu = Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
    return new Times(Double.parseDouble(matcher.group(3)), cpu);
  }

  private static String run(List<String> arguments)
      throws IOException, InterruptedException, TimeoutException {
    FfmpegTool.Outcome outcome = FfmpegTool.FFMPEG.run(arguments, LIMIT);
    if (outcome.exitCode() != 0) {
      throw new IOException("ffmpeg failed: " + outcome.messages());
    }
    return outcome.messages();
  }

  private MediaInfo.Video pictures() throws MediaException {
    MediaInfo.Video video = MediaProbe.probe(MediaSource.of(file)).video();
    checkArgument(video != null, "%s has no picture stream", file);
    return video;
  }

  private static Times median(List<Times> times) {
    return new Times(
        Median.of(times.stream().mapToDouble(Times::seconds)),
        Median.of(times.stream().mapToDouble(Times::cpuSeconds)));
  }
}
