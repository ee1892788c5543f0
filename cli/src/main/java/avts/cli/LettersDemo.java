package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import avts.datasets.media.WholeSound;
import avts.distill.runtime.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code avts demo --full} adds, on synthetic letters: transfer, distillation, export, and the
 * exported student on a speaker of another set. Every step may be repeated: what is done is kept.
 */
final class LettersDemo {
  private static final String WAV = ".wav";
  private static final int LETTERS = 26;

  private final Path folder;
  private final Path configs;

  LettersDemo(Path folder, Path configs) {
    this.folder = folder;
    this.configs = configs;
  }

  /** Videos of one speaker who is in no other set, a letter each. */
  Path stranger() {
    return folder.resolve("stranger");
  }

  /** Where the sound of {@link #stranger} is saved, named after the letters. */
  Path sounds() {
    return folder.resolve("stranger-wav");
  }

  Path bundle() {
    return folder.resolve("bundle");
  }

  /** The commands from synthetic letters to a bundle, which is whole once its folder is there. */
  List<List<String>> learning() {
    Path takes = folder.resolve("letters");
    Path student = folder.resolve("distill");
    List<List<String>> steps =
        List.of(
            synth(takes, 12, 6, 31),
            synth(stranger(), 1, 1, 32),
            learn("transfer", "demo-transfer.yaml", takes, folder.resolve("transfer")),
            learn("distill", "demo-distill.yaml", takes, student));
    List<String> export =
        List.of("export", "--model", student.toString(), "--out", bundle().toString());
    return Files.exists(bundle())
        ? steps
        : Stream.concat(steps.stream(), Stream.of(export)).toList();
  }

  /** The command that reads {@link #sounds} by the bundle. */
  List<List<String>> hearing() {
    return List.of(
        List.of(
            "embed",
            "--model",
            bundle().toString(),
            "--input",
            sounds().toString(),
            "--out",
            folder.resolve("stranger.npy").toString()));
  }

  /** Writes the sound of every video of {@link #stranger} as a WAV file. */
  void saveSounds() throws IOException, MediaException {
    Files.createDirectories(sounds());
    for (Path letter : list(stranger())) {
      if (Files.isDirectory(letter)) {
        for (Path video : list(letter)) {
          WholeSound.writeWav(MediaSource.of(video), sounds().resolve(letter.getFileName() + WAV));
        }
      }
    }
  }

  /** What a program with the bundle alone makes of the WAV files, in lines to print. */
  List<String> answers() throws IOException {
    List<String> said = new ArrayList<>();
    List<String> heard = new ArrayList<>();
    int right = 0;
    try (Bundle bundle = Bundle.open(bundle())) {
      for (Path wav : list(sounds())) {
        String letter = (wav.getFileName() + "").replace(WAV, "");
        String answer = bundle.read(wav).get(0).label();
        said.add(letter);
        heard.add(answer);
        right += answer.equals(letter) ? 1 : 0;
      }
    }
    return List.of(
        "said   " + String.join(" ", said),
        "heard  " + String.join(" ", heard),
        right + " of " + said.size() + " letters told, guessing gets one");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<String> synth(Path target, int takesOfALetter, int speakers, int seed) {
    return List.of(
        "synth",
        "--kind",
        "letters",
        "--videos",
        takesOfALetter * LETTERS + "",
        "--speakers",
        speakers + "",
        "--seed",
        seed + "",
        "--size",
        "96x64",
        "--out",
        target.toString());
  }

  private List<String> learn(String command, String config, Path takes, Path run) {
    return List.of(
        command,
        "--config",
        configs.resolve(config).toString(),
        "--data",
        takes.toString(),
        "--out",
        run.toString());
  }
}
