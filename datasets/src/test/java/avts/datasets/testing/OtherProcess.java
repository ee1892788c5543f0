package avts.datasets.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Asks another process, because a lock that its own process sees may be none to others. */
public final class OtherProcess {
  private static final String FREE = "free";

  private OtherProcess() {}

  /** Returns whether another process finds {@code file} locked in any part. */
  public static boolean findsLocked(Path file) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = child.inputReader()) {
      String answer = output.readLine();
      if (child.waitFor() != 0) {
        throw new IllegalStateException("the other process failed: " + answer);
      }
      return !FREE.equals(answer);
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
