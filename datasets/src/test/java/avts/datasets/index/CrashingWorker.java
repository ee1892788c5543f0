package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/** A worker that dies at names with "crash", hangs at names with "hang" and answers the rest. */
public final class CrashingWorker {

  private CrashingWorker() {}

  /** Runs until the input ends or a file brings it down. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    out.println(ProbeWorker.READY);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.contains("crash")) {
          Runtime.getRuntime().halt(139);
        }
        if (line.contains("hang")) {
          Thread.sleep(60_000);
        }
        out.println(ProbeWorker.ALIVE);
        out.println(
            ProbeWorker.ANSWER
                + "{\"sha256\":\"\",\"bytes\":1,\"failure\":\"no-audio\",\"reason\":\"asked\","
                + "\"info\":null,\"measures\":null}");
      }
    }
  }
}
