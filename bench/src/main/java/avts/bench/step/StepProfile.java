package avts.bench.step;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of some training steps went.
 *
 * @param steps number of steps
 * @param spans what was done, by the time of its end; operations lie inside of the trainer's parts
 */
public record StepProfile(int steps, List<Span> spans) {

  /** Copies the list. */
  public StepProfile {
    spans = List.copyOf(spans);
  }

  /** Whose part of a step it is. */
  public enum Level {
    /** The trainer's; these follow each other without gaps to speak of. */
    TRAINER,
    /** The engine's; these lie inside of the trainer's forward and backward. */
    ENGINE
  }

  /**
   * A stretch of time.
   *
   * @param name what was done
   * @param begin nanoseconds since any moment
   * @param nanos its length
   */
  public record Span(Level level, String name, long begin, long nanos) {}

  /**
   * One operation of the engine.
   *
   * @param kind such as {@code conv2d}
   * @param layer the layer that it belongs to, such as {@code audio.conv1}; for an operation
   *     without parameters that of the operation before
   * @param kernel what runs it; empty where that is not known
   * @param backward whether it comes behind the loss
   */
  public record Operation(String kind, String layer, String kernel, boolean backward, Span span) {}

  /** Returns the operations of all steps in the order of execution. */
  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    boolean backward = false;
    String layer = "input";
    for (Span span : spans) {
      if (span.level() == Level.TRAINER) {
        backward = false; // the next step begins
        layer = "input";
        continue;
      }
      Words words = Words.of(span.name());
      backward |= words.kind.endsWith("_bp");
      layer = words.layer.isEmpty() ? layer : words.layer;
      operations.add(new Operation(words.kind, layer, words.kernel, backward, span));
    }
    return operations;
  }

  /** What the engine's name of an operation says. */
  private record Words(String kind, String layer, String kernel) {
    private static final List<String> PARTS = List.of("video.", "audio.", "head.", "sync.");

    /** Takes apart {@code "kind variable rest [kernel]"}. */
    static Words of(String name) {
      if (name.startsWith("copy ")) {
        return new Words(name, "copies", "");
      }
      int bracket = name.indexOf(" [");
      String kernel = bracket < 0 ? "" : name.substring(bracket + 2, name.length() - 1);
      String[] words = (bracket < 0 ? name : name.substring(0, bracket)).split(" ", 3);
      boolean parameter = words.length > 1 && PARTS.stream().anyMatch(words[1]::startsWith);
      String layer = parameter ? words[1].substring(0, words[1].lastIndexOf('.')) : "";
      return new Words(words.length > 2 ? words[0] + " " + words[2] : words[0], layer, kernel);
    }
  }
}
