package avts.pretrain.probe.audio;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaScan;
import avts.datasets.media.MediaSource;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.time.SampleSpan;
import avts.datasets.time.SlidingWindows;
import avts.pretrain.config.PretrainConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The sub-clips of all recordings: log filter banks, not normalised, as long as a model's clips.
 *
 * <p>Sub-clips of which half or more is digital silence are dropped, because short sounds are
 * padded with it and its length would tell the class; of a recording with nothing else the least
 * silent one stays. What remains of the padding is raised to the level of the noise of 16-bit
 * samples, as in a real recording.
 *
 * @param logMel {@code [filters, windows]} of each sub-clip
 * @param owners recording of each sub-clip
 * @param dropped number of sub-clips that were left out
 */
// Array components: handed from the reader to the features, never compared.
@SuppressWarnings("ArrayRecordComponent")
record SubClips(List<float[]> logMel, int[] owners, int dropped) {
  /** Below -80 dB of full scale, where no microphone is. */
  private static final double SILENCE = 1e-4;

  private static final double MOST_SILENCE = 0.5;
  private static final int BLOCKS_PER_SECOND = 100;

  /** About what rounding to 16 bits gives: white noise of deviation 0.3 to 1, in log energy. */
  private static final float QUIETEST = 0;

  /** Is told of every recording that has been read. */
  @FunctionalInterface
  interface Listener {
    void recordingDone();
  }

  /**
   * Reads all recordings.
   *
   * @param config clips and filter bank
   * @param windows where sub-clips begin
   * @throws MediaException if a recording cannot be decoded; the message names it
   */
  static SubClips read(
      List<Recording> recordings, PretrainConfig config, SlidingWindows windows, Listener listener)
      throws MediaException {
    FileReader reader = new FileReader(config, windows);
    List<float[]> logMel = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    int dropped = 0;
    for (int i = 0; i < recordings.size(); i++) {
      List<Candidate> all = reader.read(MediaSource.of(recordings.get(i).file()));
      List<Candidate> kept = kept(all);
      dropped += all.size() - kept.size();
      for (Candidate clip : kept) {
        logMel.add(clip.logMel);
        owners.add(i);
      }
      listener.recordingDone();
    }
    return new SubClips(
        List.copyOf(logMel), owners.stream().mapToInt(Integer::intValue).toArray(), dropped);
  }

  /** A sub-clip and how much of it is silent. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Candidate(float[] logMel, double silence) {}

  private static List<Candidate> kept(List<Candidate> all) {
    List<Candidate> kept = all.stream().filter(clip -> clip.silence < MOST_SILENCE).toList();
    if (!kept.isEmpty()) {
      return kept;
    }
    Candidate least = all.get(0);
    for (Candidate clip : all) {
      least = clip.silence < least.silence ? clip : least;
    }
    return List.of(least);
  }

  /** Returns the share of the blocks of 10 ms that are silent throughout. */
  static double silence(float[] samples, int sampleRate) {
    int length = sampleRate / BLOCKS_PER_SECOND;
    int blocks = samples.length / length;
    int silent = 0;
    for (int block = 0; block < blocks; block++) {
      float peak = 0;
      for (int i = block * length; i < (block + 1) * length; i++) {
        peak = Math.max(peak, Math.abs(samples[i]));
      }
      silent += peak < SILENCE ? 1 : 0;
    }
    return (double) silent / Math.max(1, blocks);
  }

  /** Reads one file after another with one work space. */
  private static final class FileReader {
    private final PretrainConfig config;
    private final SlidingWindows windows;
    private final ClipReader clips;

    FileReader(PretrainConfig config, SlidingWindows windows) {
      this.config = config;
      this.windows = windows;
      clips =
          new ClipReader(
              config.clip(),
              config.features(),
              AugmentConfig.off(),
              FeatureNormalisation.none(config.features().filters()));
    }

    List<Candidate> read(MediaSource source) throws MediaException {
      try (FfmpegMediaReader media = FfmpegMediaReader.open(source)) {
        MediaInfo.Audio audio = media.info().audio();
        if (audio == null) {
          throw new MediaException(source, "there is no sound stream");
        }
        long base = audio.startMicros();
        long[] starts = windows.startFrames(base, MediaScan.soundEndMicros(source));
        // A sound shorter than a sub-clip is followed by silence.
        long[] used = starts.length > 0 ? starts : new long[] {windows.grid().firstFrameFrom(base)};
        List<Candidate> read = new ArrayList<>();
        for (long start : used) {
          read.add(read(media, start));
        }
        return read;
      }
    }

    private Candidate read(FfmpegMediaReader media, long startFrame) throws MediaException {
      int rate = config.features().sampleRate();
      Window window = new Window(0, startFrame, windows.grid().sampleAt(startFrame));
      float[] logMel = new float[clips.audioLength()];
      clips.readAudio(media, window, null, logMel, 0);
      for (int i = 0; i < logMel.length; i++) {
        logMel[i] = Math.max(QUIETEST, logMel[i]);
      }
      float[] samples =
          media.readSamples(
              new SampleSpan(window.startSample(), config.clip().samples(rate), rate));
      return new Candidate(logMel, silence(samples, rate));
    }
  }
}
