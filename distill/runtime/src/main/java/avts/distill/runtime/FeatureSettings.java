package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.segment.SegmentCut;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SlidingWindows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What sound must be turned into before a model takes it: the content of a bundle's {@value #FILE}.
 *
 * @param kind what the model gives
 * @param outputSize values that it gives for a clip, positive
 * @param bank the log filter bank
 * @param normalisation mean and spread of each filter, as many as the filter bank has
 * @param windows length of a clip, the grid it is cut on, and the usual distance of two clips
 * @param segments how a sound becomes segments; null for a model of clips. With segments a whole
 *     file is one sound, of any length, and clips are what streams are cut into
 */
public record FeatureSettings(
    Kind kind,
    int outputSize,
    FilterBankConfig bank,
    FeatureNormalisation normalisation,
    SlidingWindows windows,
    @Nullable SegmentSettings segments) {

  /** Name of the file inside a bundle. */
  public static final String FILE = "features.yaml";

  /** Version of the layout. */
  public static final int VERSION = 1;

  private static final String FORMAT = "avts-features";

  /** What a model gives for a clip. */
  public enum Kind {
    /** A vector. */
    EMBEDDING,
    /** A probability for each class. */
    CLASSES;

    /** Returns the name of the model's output. */
    String output() {
      return this == EMBEDDING ? "embedding" : "probabilities";
    }
  }

  /** Checks that the parts fit together. */
  public FeatureSettings {
    checkArgument(outputSize > 0, "output_size must be positive, got %s", outputSize);
    checkArgument(
        normalisation.filters() == bank.filters(),
        "normalisation has %s filters, the filter bank %s",
        normalisation.filters(),
        bank.filters());
    checkArgument(
        windows.grid().sampleRate() == bank.sampleRate(),
        "clips are cut at %s Hz, the filter bank is computed at %s Hz",
        windows.grid().sampleRate(),
        bank.sampleRate());
    checkArgument(
        segments == null
            || segments.cut().span() == SegmentCut.Span.WHOLE
            || segments.cut().energy() < bank.filters(),
        "segments.energy must be the number of a filter, from 0, where there are %s",
        bank.filters());
  }

  /** Describes what a model of clips takes. */
  public static FeatureSettings ofClips(
      Kind kind,
      int outputSize,
      FilterBankConfig bank,
      FeatureNormalisation normalisation,
      SlidingWindows windows) {
    return new FeatureSettings(kind, outputSize, bank, normalisation, windows, null);
  }

  /** Returns the arrays that the model must take and give. */
  ModelArrays arrays() {
    List<ModelArrays.Input> inputs =
        segments == null
            ? List.of(new ModelArrays.Input("log_mel", 1, 1, bank.filters(), clipWindows()))
            : SegmentEncoder.inputs(segments.cut(), bank.filters());
    return new ModelArrays(inputs, kind.output(), outputSize);
  }

  /** Returns the number of samples in a clip, at the filter bank's sample rate. */
  public int clipSamples() {
    return samples(windows.grid());
  }

  static int samples(ClipGrid grid) {
    return new FrameSpan(0, grid.frames(), grid.rate()).samples(grid.sampleRate()).count();
  }

  /** Returns the number of windows of the filter bank in a clip. */
  public int clipWindows() {
    return bank.windows(clipSamples());
  }

  /** Returns the length of a clip in seconds, for people. */
  public double clipSeconds() {
    return windows.grid().frames() / windows.grid().rate().perSecond();
  }

  /**
   * Reads a file's content.
   *
   * @throws IllegalArgumentException if it is not what {@link #toYaml} writes; the message names
   *     the key
   */
  static FeatureSettings parse(String text) {
    Section file =
        Section.parse(text)
            .only(
                "format",
                "version",
                "kind",
                "output_size",
                "clip",
                "filter_bank",
                "normalisation",
                "segments");
    checkArgument(
        file.string("format").equals(FORMAT),
        "format must be \"%s\", is \"%s\"",
        FORMAT,
        file.string("format"));
    checkArgument(
        file.integer("version") == VERSION,
        "version is %s where this program reads %s",
        file.integer("version"),
        VERSION);
    FilterBankConfig bank = bank(file.section("filter_bank"));
    Section clip = file.section("clip").only("frame_rate", "frames", "hop_seconds");
    Section normalisation = file.section("normalisation").only("mean", "std");
    Section segments = file.optional("segments");
    ClipGrid grid =
        new ClipGrid(
            clip.integer("frames"), FrameRate.parse(clip.string("frame_rate")), bank.sampleRate());
    return new FeatureSettings(
        kind(file.string("kind")),
        file.integer("output_size"),
        bank,
        new FeatureNormalisation(normalisation.floats("mean"), normalisation.floats("std")),
        new SlidingWindows(grid, clip.number("hop_seconds")),
        segments == null ? null : SegmentSettings.parse(segments));
  }

  private static FilterBankConfig bank(Section section) {
    section.only(
        "sample_rate", "window_seconds", "hop_seconds", "fft_size", "filters", "pre_emphasis");
    return new FilterBankConfig(
        section.integer("sample_rate"),
        section.number("window_seconds"),
        section.number("hop_seconds"),
        section.integer("fft_size"),
        section.integer("filters"),
        section.number("pre_emphasis"));
  }

  private static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (name.equals(name(kind))) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind must be embedding or classes, is \"" + name + "\"");
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the file's content: YAML 1.2 in the form that is also JSON. */
  public String toYaml() {
    ClipGrid grid = windows.grid();
    return String.format(
        Locale.ROOT,
        """
        {
          "format": "%s",
          "version": %d,
          "kind": "%s",
          "output_size": %d,
          "clip": {
            "frame_rate": "%s",
            "frames": %d,
            "hop_seconds": %s
          },
          "filter_bank": {
            "sample_rate": %d,
            "window_seconds": %s,
            "hop_seconds": %s,
            "fft_size": %d,
            "filters": %d,
            "pre_emphasis": %s
          },
          "normalisation": {
            "mean": %s,
            "std": %s
          }%s
        }
        """,
        FORMAT,
        VERSION,
        name(kind),
        outputSize,
        grid.rate(),
        grid.frames(),
        windows.hopSeconds(),
        bank.sampleRate(),
        bank.windowSeconds(),
        bank.hopSeconds(),
        bank.fftSize(),
        bank.filters(),
        bank.preEmphasis(),
        Arrays.toString(normalisation.mean()),
        Arrays.toString(normalisation.std()),
        segments == null ? "" : ",\n  \"segments\": " + segments.toYaml());
  }
}
