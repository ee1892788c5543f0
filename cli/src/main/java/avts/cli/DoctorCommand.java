package avts.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code avts doctor}: says whether the installation works, and how fast it will be. */
@Command(
    name = "doctor",
    description = "Checks the installation: backend, CPU path, threads, memory, decoding.")
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Runtime runtime = Runtime.getRuntime();
    out.printf("Java        %s, %s%n", Runtime.version(), System.getProperty("java.vm.name"));
    out.printf(
        "System      %s %s, %d cores%n",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        runtime.availableProcessors());
    out.printf("Java heap   %d MiB at most%n", runtime.maxMemory() >> 20);
    out.flush();
    return 0;
  }
}
