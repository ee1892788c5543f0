package avts.datasets.testing;

import avts.datasets.media.MediaException;
import avts.datasets.synth.ImpactsConfig;
import avts.datasets.synth.ImpactsGenerator;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Small synthetic videos for tests: real mp4 files of 4 s in 64 x 48, with truth.jsonl.
 *
 * <p>Each set is made once per JVM, in a temporary folder that is deleted at its end. Tests share
 * the folder and must not write to it.
 */
public final class SynthFixture {
  private static final int SECONDS = 4;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final Map<ImpactsConfig, Path> FOLDERS = new ConcurrentHashMap<>();

  private SynthFixture() {}

  /**
   * Returns a folder with {@code videos} ordinary videos, {@code impacts-S-00000.mp4} and so on.
   */
  public static Path ordinary(int videos, long seed) {
    return folder(new ImpactsConfig(videos, seed, false, SECONDS, WIDTH, HEIGHT));
  }

  /** Returns a folder with {@code videos} held-out videos and three variants of each. */
  public static Path heldOut(int videos, long seed) {
    return folder(new ImpactsConfig(videos, seed, true, SECONDS, WIDTH, HEIGHT));
  }

  private static Path folder(ImpactsConfig config) {
    return FOLDERS.computeIfAbsent(config, SynthFixture::generate);
  }

  private static Path generate(ImpactsConfig config) {
    try {
      Path folder = Files.createTempDirectory("avts-synth-fixture");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      ImpactsGenerator.generate(config, folder, 2, () -> {});
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MediaException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
