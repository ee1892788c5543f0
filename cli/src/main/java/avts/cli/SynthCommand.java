package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.datasets.synth.ActionKind;
import avts.datasets.synth.ActionLayout;
import avts.datasets.synth.ActionsConfig;
import avts.datasets.synth.ActionsGenerator;
import avts.datasets.synth.ImpactsConfig;
import avts.datasets.synth.ImpactsGenerator;
import avts.datasets.synth.LettersConfig;
import avts.datasets.synth.LettersGenerator;
import avts.datasets.synth.TexturesConfig;
import avts.datasets.synth.TexturesGenerator;
import avts.datasets.synth.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts synth}: writes synthetic videos whose sound follows from their pictures. */
@Command(
    name = "synth",
    description = {
      "Writes synthetic videos with sound. An interrupted call continues where it stopped.",
      "impacts (mp4, with truth.jsonl): objects bounce; the one with the white rim is heard. Its"
          + " kind and size decide the sound, its impacts the onsets.",
      "textures (mp4, with truth.jsonl): a patch whose pattern, colour, turning and flashes show"
          + " the timbre: noise or tone, high or low, trembling, pace and decay.",
      "actions (avi): labelled videos of eight kinds of motion that no single frame tells apart,"
          + " with three splits in the layout of a known data set. Pitch and loudness follow the"
          + " body.",
      "letters (mp4, with truth.jsonl): talking mouths that say A to Z, LETTER/SPEAKER_N.mp4, about"
          + " a second each. Lips follow the formants; some letters look alike and sound different."
    })
final class SynthCommand implements Callable<Integer> {

  /** What is shown. */
  enum Kind {
    /** Bouncing objects. */
    IMPACTS,
    /** Patches whose look tells their timbre. */
    TEXTURES,
    /** Labelled kinds of motion. */
    ACTIONS,
    /** Talking mouths, labelled by what they say. */
    LETTERS
  }

  private static final String SECONDS = "--seconds";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "impacts",
      description = "What is shown: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Kind kind;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      defaultValue = "ucf101",
      description =
          "Names and split files of actions: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ActionLayout layout;

  @Option(
      names = "--videos",
      paramLabel = "N",
      required = true,
      description =
          "Number of videos to make; of letters, a multiple of 26 letters times the speakers.")
  private int videos;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same videos (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "New or empty folder, or one that an interrupted call has begun.")
  private Path folder;

  @Option(
      names = "--held-out",
      description =
          "impacts: backgrounds and objects that other videos never show, and for each video three"
              + " more files with re-rendered sound in DIR/.variants, which indexing DIR leaves"
              + " out.")
  private boolean heldOut;

  @Option(
      names = "--speakers",
      paramLabel = "N",
      defaultValue = "10",
      description = "letters: number of speakers (default: ${DEFAULT-VALUE}).")
  private int speakers;

  @Option(
      names = SECONDS,
      paramLabel = "T",
      defaultValue = "4",
      description =
          "Length of each video in seconds (default: ${DEFAULT-VALUE}); of letters, what it takes"
              + " to say them.")
  private int seconds;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "128x96",
      converter = PictureSize.Converter.class,
      description = "Size of the picture in pixels, even numbers (default: ${DEFAULT-VALUE}).")
  private PictureSize size;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Videos made at the same time (default: number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec command;
  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    if (heldOut && kind != Kind.IMPACTS) {
      throw new ParameterException(
          command.commandLine(), "--held-out is for impacts: give others another --seed");
    }
    if (kind == Kind.LETTERS && command.commandLine().getParseResult().hasMatchedOption(SECONDS)) {
      throw new ParameterException(
          command.commandLine(), "--seconds is not for letters: they take as long as they take");
    }
    try (Progress progress =
        Progress.start(kind.name().toLowerCase(Locale.ROOT), "videos", videos)) {
      switch (kind) {
        case IMPACTS -> impacts(progress);
        case TEXTURES -> textures(progress);
        case ACTIONS -> actions(progress);
        case LETTERS -> letters(progress);
      }
    }
    return 0;
  }

  private void impacts(Progress progress) throws IOException, MediaException, InterruptedException {
    List<Truth> truths =
        ImpactsGenerator.generate(
            new ImpactsConfig(videos, seed, heldOut, seconds, size.width(), size.height()),
            folder,
            threads,
            progress::step);
    out.line("%d files of %d videos and %s in %s", truths.size(), videos, Truth.FILE_NAME, folder);
  }

  private void textures(Progress progress)
      throws IOException, MediaException, InterruptedException {
    int files =
        TexturesGenerator.generate(
            new TexturesConfig(videos, seed, seconds, size.width(), size.height()),
            folder,
            threads,
            progress::step);
    out.line("%d videos and %s in %s", files, Truth.FILE_NAME, folder);
  }

  private void actions(Progress progress) throws IOException, MediaException, InterruptedException {
    ActionsGenerator.generate(
        new ActionsConfig(videos, seed, layout, seconds, size.width(), size.height()),
        folder,
        threads,
        progress::step);
    out.line("%d videos of %d kinds in %s", videos, ActionKind.values().length, folder);
  }

  private void letters(Progress progress) throws IOException, MediaException, InterruptedException {
    int files =
        LettersGenerator.generate(
            new LettersConfig(videos, seed, speakers, size.width(), size.height()),
            folder,
            threads,
            progress::step);
    out.line("%d takes of %d speakers and %s in %s", files, speakers, Truth.FILE_NAME, folder);
  }
}
