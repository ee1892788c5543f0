package avts.datasets.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the real media that some tests need; they lie outside the project. */
public final class TestData {
  private TestData() {}

  /**
   * Returns the file or folder {@code relative} below the folder that the system property {@code
   * avts.testdata} names. Where it is absent the calling test is skipped with a message, but fails
   * if the environment says {@code CI=true}.
   */
  public static Path require(String relative) {
    String root = System.getProperty("avts.testdata", "");
    Path path = Path.of(root).resolve(relative);
    boolean present = !root.isEmpty() && Files.exists(path);
    if (!present && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("test media " + path + " are absent; set -Davts.testdata=FOLDER");
    }
    Assumptions.assumeTrue(
        present, () -> "test media " + path + " are absent; set -Davts.testdata=FOLDER");
    return path;
  }
}
