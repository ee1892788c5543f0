package avts.bench;

import avts.distill.runtime.Bundle;
import java.nio.file.Path;

/** A whole program with nothing but the runtime: reads one file and ends. */
public final class FirstReading {

  private FirstReading() {}

  /** Takes a bundle and a WAV file. */
  public static void main(String[] arguments) throws Exception {
    try (Bundle bundle = Bundle.open(Path.of(arguments[0]))) {
      if (bundle.read(Path.of(arguments[1])).isEmpty()) {
        throw new IllegalStateException("nothing was read");
      }
    }
  }
}
