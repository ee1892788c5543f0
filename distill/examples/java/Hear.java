import avts.distill.runtime.Bundle;
import avts.distill.runtime.Reading;
import java.nio.file.Path;
import java.util.Arrays;

/** Prints a vector, or a class, for each clip of a WAV file. Needs avts:avts-runtime alone. */
public class Hear {

  public static void main(String[] arguments) throws Exception {
    try (Bundle bundle = Bundle.open(Path.of(arguments[0]))) {
      for (Reading reading : bundle.read(Path.of(arguments[1]))) {
        String what =
            reading.label().isEmpty() ? Arrays.toString(reading.values()) : reading.label();
        System.out.println(reading.startSeconds() + " s: " + what);
      }
    }
  }
}
