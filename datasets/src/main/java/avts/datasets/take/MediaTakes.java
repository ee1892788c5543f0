package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A set whose takes are files of video or sound, or parts of them. */
final class MediaTakes implements TakeSet {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final String name;
  private final TakeOptions options;
  private final Map<Take, MediaTake> takes;
  private final List<String> problems;

  private MediaTakes(
      String name, TakeOptions options, Map<Take, MediaTake> takes, List<String> problems) {
    this.name = name;
    this.options = options;
    this.takes = takes;
    this.problems = problems;
  }

  /**
   * Opens every file to see that it has what the options ask for, and leaves out what has not.
   * Nothing is decoded: damage inside a file shows when the take is read.
   *
   * @param path the set's folder or file, for messages
   * @throws TakeException if nothing is left, or too little
   */
  static MediaTakes checked(
      String name, Path path, List<MediaTake> found, TakeOptions options, Findings findings)
      throws IOException {
    Map<Take, MediaTake> usable = new LinkedHashMap<>();
    for (MediaTake take : found) {
      try {
        Probed probed = probed(take);
        String fault = fault(probed, options);
        if (fault == null) {
          usable.put(probed.take.take(), probed.take);
        } else {
          findings.leaveOut(fault);
        }
      } catch (MediaException e) {
        findings.leaveOut(String.valueOf(e.getMessage()));
      }
    }
    return new MediaTakes(
        name, options, usable, findings.checked(path, usable.size(), options.mostLeftOut()));
  }

  /**
   * Returns takes with repetitions counted in the given order, each label of each speaker from 1.
   */
  static List<MediaTake> counted(List<MediaTake> takes) {
    Map<String, Integer> counts = new TreeMap<>();
    List<MediaTake> counted = new ArrayList<>();
    for (MediaTake found : takes) {
      Take take = found.take();
      int repetition = counts.merge(take.speaker() + "\0" + take.label(), 1, Integer::sum);
      counted.add(
          new MediaTake(
              new Take(take.id(), take.label(), take.speaker(), repetition),
              found.file(),
              found.stretch()));
    }
    return counted;
  }

  /** A take with what its container says. */
  private record Probed(MediaTake take, MediaInfo info) {}

  private static Probed probed(MediaTake found) throws MediaException {
    MediaInfo info = MediaProbe.probe(MediaSource.of(found.file()));
    return new Probed(
        info.video() != null
            ? found
            : new MediaTake(found.take().soundAlone(), found.file(), found.stretch()),
        info);
  }

  private static @Nullable String fault(Probed probed, TakeOptions options) {
    Path file = probed.take.file();
    MediaInfo.Video video = probed.info.video();
    MediaInfo.Audio audio = probed.info.audio();
    if (video == null && !options.acceptsSoundAlone()) {
      return file + ": there is no picture stream, and takes of sound alone are not accepted";
    }
    if (audio == null && (video == null || options.sound() == TakeOptions.Sound.FILTER_BANK)) {
      return file + ": there is no sound stream";
    }
    String fault =
        video != null
            ? lengthFault(probed.take, "picture", video.startMicros(), video.durationMicros())
            : lengthFault(
                probed.take,
                "sound",
                requireNonNull(audio).startMicros(),
                requireNonNull(audio).durationMicros());
    if (fault == null && video == null && tooShort(requireNonNull(audio), options)) {
      return file + ": the sound is shorter than a window of the filter bank";
    }
    return fault == null && options.sound() == TakeOptions.Sound.STORED
        ? storedFault(stored(file))
        : fault;
  }

  private static boolean tooShort(MediaInfo.Audio audio, TakeOptions options) {
    return options.sound() == TakeOptions.Sound.FILTER_BANK
        && audio.durationMicros() < options.filterBank().windowSeconds() * MICROS_PER_SECOND;
  }

  private static @Nullable String lengthFault(
      MediaTake take, String sense, long start, long duration) {
    if (duration <= 0) {
      return take.file() + ": the " + sense + " stream is empty or does not tell its length";
    }
    Stretch stretch = take.stretch();
    if (stretch != null && stretch.endMicros() > start + duration) {
      return String.format(
          Locale.ROOT,
          "%s: the label's word ends at %.2f s, the %ss at %.2f s",
          take.file(),
          stretch.endMicros() * 1e-6,
          sense,
          (start + duration) * 1e-6);
    }
    return null;
  }

  private static @Nullable String storedFault(Path stored) {
    if (!Files.isRegularFile(stored)) {
      return stored + ": no such file; sound features are to be read from it";
    }
    try {
      HtkFile.read(stored);
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static Path stored(Path video) {
    return video.resolveSibling(MoreFiles.getNameWithoutExtension(video) + ".mfcc");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Take> takes() {
    return List.copyOf(takes.keySet());
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  @Override
  public GrayVideo video(Take take) throws MediaException {
    MediaTake found = find(take);
    checkArgument(take.pictures(), "%s has no pictures: it is sound alone", found.file());
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(found.file()))) {
      return GrayPictures.read(
          reader,
          span(reader, found.file(), found.stretch(), options.frameRate()),
          options.height(),
          options.width());
    }
  }

  @Override
  public FeatureTrack sound(Take take) throws IOException, MediaException {
    MediaTake found = find(take);
    if (options.sound() == TakeOptions.Sound.STORED) {
      FeatureTrack whole = HtkFile.read(stored(found.file())).track();
      return found.stretch() == null ? whole : cut(whole, found.stretch());
    }
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(found.file()))) {
      return filterBank(reader, heard(reader, found), options.filterBank());
    }
  }

  private MediaTake find(Take take) {
    MediaTake found = takes.get(take);
    checkArgument(found != null, "%s is no take of this set", take);
    return found;
  }

  /** Returns what sounds while the pictures are shown; of a take of sound alone all of it. */
  private SampleSpan heard(MediaReader reader, MediaTake found) throws MediaException {
    int rate = options.filterBank().sampleRate();
    if (found.take().pictures()) {
      return span(reader, found.file(), found.stretch(), options.frameRate()).samples(rate);
    }
    MediaInfo.Audio audio = reader.info().audio();
    if (audio == null) {
      throw new MediaException(MediaSource.of(found.file()), "there is no sound stream");
    }
    Stretch stretch = found.stretch();
    long start = stretch == null ? audio.startMicros() : stretch.startMicros();
    long end = stretch == null ? audio.startMicros() + audio.durationMicros() : stretch.endMicros();
    long first = samples(start, rate);
    return new SampleSpan(first, Math.toIntExact(samples(end, rate) - first), rate);
  }

  private static long samples(long micros, int rate) {
    return Math.round(micros * (double) rate / MICROS_PER_SECOND);
  }

  /** Returns the pictures that are shown in a part of a file, partly shown ones included. */
  static FrameSpan span(MediaReader reader, Path file, @Nullable Stretch stretch, FrameRate rate)
      throws MediaException {
    MediaInfo.Video video = reader.info().video();
    if (video == null) {
      throw new MediaException(MediaSource.of(file), "there is no picture stream");
    }
    if (stretch == null) {
      long first = rate.frameAt(video.startMicros(), MICROS_PER_SECOND);
      // To the nearest: stated lengths are rounded, and a started picture more is no picture.
      long twice = rate.frameAt(2 * video.durationMicros(), MICROS_PER_SECOND) + 1;
      return new FrameSpan(first, Math.toIntExact(Math.max(1, twice / 2)), rate);
    }
    long first = rate.frameAt(stretch.startMicros(), MICROS_PER_SECOND);
    long end = -rate.frameAt(-stretch.endMicros(), MICROS_PER_SECOND);
    return new FrameSpan(first, Math.toIntExact(Math.max(1, end - first)), rate);
  }

  /** Computes the filter bank window by window. */
  private static FeatureTrack filterBank(
      MediaReader reader, SampleSpan span, FilterBankConfig config) throws MediaException {
    // The pre-emphasis needs the sample before; before the file's first there is none.
    int before = span.start() == 0 ? 0 : 1;
    float[] sound =
        reader.readSamples(
            new SampleSpan(span.start() - before, span.count() + before, span.rate()));
    float[] samples = Arrays.copyOfRange(sound, before, sound.length);
    return new LogFilterBank(config).track(samples, before == 0 ? Float.NaN : sound[0]);
  }

  /** Returns the vectors that begin during {@code stretch}, at least one. */
  private static FeatureTrack cut(FeatureTrack whole, Stretch stretch) {
    int last = whole.vectors() - 1;
    int first = Math.min(last, vectorAt(stretch.startMicros(), whole));
    int end = Math.min(last + 1, Math.max(first + 1, vectorAt(stretch.endMicros(), whole)));
    return new FeatureTrack(
        Arrays.copyOfRange(whole.values(), first * whole.dimensions(), end * whole.dimensions()),
        end - first,
        whole.dimensions(),
        whole.stepSeconds());
  }

  private static int vectorAt(long micros, FeatureTrack track) {
    return (int) Math.ceil(micros * 1e-6 / track.stepSeconds() - 1e-9);
  }
}
