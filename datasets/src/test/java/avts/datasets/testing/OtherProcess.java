package avts.datasets.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Asks another process, because a lock that its own process sees may be none to others. */
public final class OtherProcess {
  private static final String FREE = "free";

  private OtherProcess() {}

  /** Returns whether another process finds {@code file} locked in any part. */
  public static boolean findsLocked(Path file) throws IOException, InterruptedException {
    return !FREE.equals(answer(List.of(), OtherProcess.class, file.toString()));
  }

  /**
   * Returns the first line that a program prints in a virtual machine of its own.
   *
   * @param machine options of the virtual machine
   */
  public static String answer(List<String> machine, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader output = child.inputReader()) {
      String answer = output.readLine();
      if (child.waitFor() != 0) {
        throw new IllegalStateException("the other process failed: " + answer);
      }
      return String.valueOf(answer);
    } finally {
      child.destroyForcibly();
    }
  }

  /** Prints whether the file named by the first argument is free. */
  public static void main(String[] args) throws IOException {
    try (FileChannel channel =
            FileChannel.open(Path.of(args[0]), StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      System.out.println(lock == null ? "locked" : FREE);
    }
  }
}
