package avts.datasets.batch;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where the values of clips come from. Thread-safe; its readers are not. */
public interface ClipSource {

  /** Returns the number of values in a clip's video, {@code C * T * H * W}. */
  int videoLength();

  /** Returns the number of values in a clip's audio, {@code filters * windows}. */
  int audioLength();

  /**
   * Opens file {@code file} of the manifest, to read any number of its windows.
   *
   * @throws MediaException if it is gone or cannot be opened; the message names it
   */
  @MustBeClosed
  Reader open(int file) throws MediaException;

  /** One open file. Belongs to one thread at a time. */
  interface Reader extends AutoCloseable {

    /**
     * Writes the normalised pixels of a window, {@code [C, T, H, W]}.
     *
     * @param window a window of this file
     * @param augmentation what crop and flip are drawn from; null for the centre crop as it is
     * @param target where the values go, from {@code offset} on
     * @param offset index of the first value in {@code target}
     * @throws MediaException if the window cannot be decoded; the message names the file
     */
    void readVideo(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
        throws MediaException;

    /**
     * Writes the normalised log filter bank of a window, {@code [1, filters, windows]}.
     *
     * @param window a window of this file
     * @param augmentation what gain, noise and masks are drawn from; null for the sound as it is
     * @param target where the values go, from {@code offset} on
     * @param offset index of the first value in {@code target}
     * @throws MediaException if the window cannot be decoded; the message names the file
     */
    void readAudio(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
        throws MediaException;

    @Override
    void close();
  }
}
