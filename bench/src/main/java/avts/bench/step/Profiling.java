package avts.bench.step;

import avts.bench.step.Orders.Kind;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out where the time of our training steps goes, in a process of its own. */
public final class Profiling {

  private Profiling() {}

  /**
   * Profiles some steps after the network's warm-up.
   *
   * @param engine one of ours
   * @throws IOException if the worker fails; its message stands on the error stream
   */
  public static StepProfile run(NetworkCase network, Engine engine, int steps) throws IOException {
    Path folder = Files.createTempDirectory("avts-step");
    network.write(folder);
    try (Worker worker =
        Worker.start(engine.name(), engine.commandLine(folder), engine.environment())) {
      worker.order(Kind.TRAIN, network.pace().warmUp(), Passes.class);
      return worker.order(Kind.PROFILE, steps, StepProfile.class);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
