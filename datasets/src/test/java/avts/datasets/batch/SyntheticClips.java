package avts.datasets.batch;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clips whose values follow from window and augmentation; counts its readers. */
final class SyntheticClips implements ClipSource {
  static final int VIDEO = 5;
  static final int AUDIO = 3;

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final int brokenFile;
  private final boolean unchecked;

  SyntheticClips() {
    this(-1, false);
  }

  /** Creates clips of which those of {@code brokenFile} cannot be read. */
  SyntheticClips(int brokenFile, boolean unchecked) {
    this.brokenFile = brokenFile;
    this.unchecked = unchecked;
  }

  @Override
  public int videoLength() {
    return VIDEO;
  }

  @Override
  public int audioLength() {
    return AUDIO;
  }

  @Override
  public Reader open(int file) throws MediaException {
    if (file == brokenFile && unchecked) {
      throw new IllegalStateException("bug while reading file " + file);
    }
    if (file == brokenFile) {
      throw new MediaException(MediaSource.of(Path.of("gone.mp4")), "no such file");
    }
    opened.incrementAndGet();
    return new Values(file);
  }

  private final class Values implements Reader {
    private final int file;

    Values(int file) {
      this.file = file;
    }

    @Override
    public void readVideo(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
      fill(window, augmentation, new Stretch(target, offset, VIDEO));
    }

    @Override
    public void readAudio(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
      fill(window, augmentation, new Stretch(target, offset, AUDIO));
    }

    private void fill(Window window, @Nullable RandomGenerator augmentation, Stretch stretch) {
      if (window.file() != file) {
        throw new IllegalArgumentException("window of file " + window.file() + ", not " + file);
      }
      float noise = augmentation == null ? 0 : augmentation.nextFloat() / 2;
      for (int i = 0; i < stretch.length; i++) {
        stretch.target[stretch.offset + i] = 1000L * file + window.startFrame() + noise;
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  // An array component: handed through, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Stretch(float[] target, int offset, int length) {}
}
