package avts.pretrain.cuda;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The driver's own program {@code nvidia-smi}: lists the cards of the machine without a library and
 * without any work on a card. It knows nothing of CUDA_VISIBLE_DEVICES.
 */
public final class NvidiaSmi {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String QUERY = "--query-gpu=compute_cap,name";

  private final String program;

  /**
   * Names the program.
   *
   * @param program a path, or a name to be found on the PATH
   */
  public NvidiaSmi(String program) {
    this.program = program;
  }

  /** Returns the program on the PATH. */
  public static NvidiaSmi installed() {
    return new NvidiaSmi("nvidia-smi");
  }

  /**
   * What the program told.
   *
   * @param cards the machine's cards, in the order of their slots
   * @param problem why there is no list, a sentence without full stop; empty where there is one
   */
  public record Answer(List<GraphicsCard> cards, String problem) {

    /** Copies the list. */
    public Answer {
      cards = List.copyOf(cards);
    }
  }

  /** Asks for all cards; never fails, but says in its answer what was wrong. */
  public Answer ask() {
    try {
      Path output = Files.createTempFile("avts-nvidia", ".txt");
      try {
        return ask(output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file can be made", e);
    }
  }

  private Answer ask(Path output) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(program, QUERY, "--format=csv,noheader")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      return failed("there is no " + program + ", so no driver of NVIDIA is installed");
    }
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return failed(program + " gave no answer within " + LIMIT.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted while waiting for " + program);
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
    return process.exitValue() == 0
        ? read(text)
        : failed(program + " ended with code " + process.exitValue() + ": " + text);
  }

  private static Answer failed(String problem) {
    return new Answer(List.of(), problem);
  }

  private Answer read(String text) {
    List<GraphicsCard> cards = new ArrayList<>();
    for (String line : text.lines().toList()) {
      try {
        cards.add(card(line));
      } catch (IllegalArgumentException e) {
        return failed(program + " gave a line that is no card: '" + line + "'");
      }
    }
    return cards.isEmpty() ? failed(program + " lists no card") : new Answer(cards, "");
  }

  /** Reads a line such as {@code 8.6, NVIDIA GeForce RTX 3090}. */
  private static GraphicsCard card(String line) {
    int comma = line.indexOf(',');
    checkArgument(comma > 0, "two fields expected");
    return new GraphicsCard(
        line.substring(comma + 1).strip(),
        ComputeCapability.parse(line.substring(0, comma).strip()));
  }
}
