package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clips of {@link SignalFiles} whose sound comes late, with a note of the pictures read. */
final class NotedClips implements ClipSource {
  private final ClipSource files;
  private final long lateSamples;
  private final Set<Window> seen = new HashSet<>();

  NotedClips(ClipSource files, int lateFrames) {
    this.files = files;
    lateSamples = SignalFiles.GRID.sampleAt(lateFrames);
  }

  /** Returns the windows whose pictures were read; reading one twice fails the test. */
  Set<Window> seen() {
    synchronized (seen) {
      return new HashSet<>(seen);
    }
  }

  @Override
  public int videoLength() {
    return files.videoLength();
  }

  @Override
  public int audioLength() {
    return files.audioLength();
  }

  // The reader handed out closes the one it reads from.
  @SuppressWarnings("MustBeClosedChecker")
  @Override
  public Reader open(int file) throws MediaException {
    Reader reader = files.open(file);
    return new Reader() {
      @Override
      public void readVideo(
          Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
          throws MediaException {
        synchronized (seen) {
          assertTrue(seen.add(window), window + " is read twice");
        }
        reader.readVideo(window, augmentation, target, offset);
      }

      @Override
      public void readAudio(
          Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
          throws MediaException {
        Window earlier =
            new Window(window.file(), window.startFrame(), window.startSample() - lateSamples);
        reader.readAudio(earlier, augmentation, target, offset);
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
