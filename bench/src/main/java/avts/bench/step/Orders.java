package avts.bench.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Optional;

/**
 * A worker's end of its talk with the parent: one order a line comes in, one line of JSON goes out.
 * The end of the input is the order to end.
 */
public final class Orders {
  private final BufferedReader orders =
      new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8));
  private final Writer answers =
      new BufferedWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8));

  /** What can be ordered. */
  public enum Kind {
    /** Tell what runs: answered by {@link About}. */
    ABOUT,
    /** Make so many training steps: answered by {@link Passes}. */
    TRAIN,
    /** Embed so many batches in inference mode: answered by {@link Passes}. */
    EMBED,
    /** Write the gradient of the first batch to a safetensors file: answered by {@link Passes}. */
    GRADIENT,
    /** Write the embeddings of the first batch likewise. */
    EMBEDDINGS,
    /** Make so many training steps and tell where their time went: {@link StepProfile}. */
    PROFILE
  }

  /**
   * One order.
   *
   * @param kind what is to be done
   * @param argument a number or a file; empty for none
   */
  public record Order(Kind kind, String argument) {

    /** Returns the argument as a number. */
    public int count() {
      return Integer.parseInt(argument);
    }

    String line() {
      return (kind + " " + argument).strip();
    }

    static Order parse(String line) {
      String[] words = line.split(" ", 2);
      return new Order(Kind.valueOf(words[0]), words.length == 1 ? "" : words[1]);
    }
  }

  /** Waits for the next order; empty at the end. */
  public Optional<Order> next() throws IOException {
    String line = orders.readLine();
    return line == null ? Optional.empty() : Optional.of(Order.parse(line));
  }

  /** Answers an order. */
  public void answer(Record answer) throws IOException {
    answers.write(WorkerJson.MAPPER.writeValueAsString(answer));
    answers.write('\n');
    answers.flush();
  }
}
