package avts.pretrain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.AtomicFiles;
import avts.datasets.io.FileChannels;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The folder of a training run, held by one process at a time.
 *
 * <p>It holds {@code config.yaml}, {@code provenance.json}, {@code metrics.jsonl}, event files, the
 * report and {@code checkpoints/}. The lock lies with the operating system, so a killed process
 * leaves none behind.
 */
public final class RunDirectory implements AutoCloseable {
  /** Name of the folder with the checkpoints. */
  public static final String CHECKPOINTS = "checkpoints";

  /** Name of the file with the configuration. */
  public static final String CONFIG = "config.yaml";

  private static final String LOCK = ".lock";
  // Locking a byte far behind the content leaves the holder's number readable on every system.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path folder;
  private final FileChannel lockChannel;

  private RunDirectory(Path folder, FileChannel lockChannel) {
    this.folder = folder;
    this.lockChannel = lockChannel;
  }

  /**
   * Makes a new run in {@code folder} and stores its configuration.
   *
   * @param resolvedConfig the whole configuration as YAML
   * @throws IOException if the folder holds a run already, another process uses it, or it cannot be
   *     written
   */
  @MustBeClosed
  public static RunDirectory create(Path folder, String resolvedConfig) throws IOException {
    Files.createDirectories(folder);
    RunDirectory run = lock(folder);
    boolean created = false;
    try {
      requireNew(folder);
      AtomicFiles.replace(run.config(), resolvedConfig);
      created = true;
      return run;
    } finally {
      if (!created) {
        run.close();
      }
    }
  }

  /**
   * Opens the run in {@code folder} to go on with it.
   *
   * @param resolvedConfig the whole configuration as YAML, which must be the stored one
   * @throws IllegalArgumentException if the configurations differ; the message names every key that
   *     does
   * @throws IOException if there is no run, or another process uses it
   */
  @MustBeClosed
  public static RunDirectory resume(Path folder, String resolvedConfig) throws IOException {
    requireBegun(folder);
    RunDirectory run = lock(folder);
    boolean opened = false;
    try {
      run.requireSame(resolvedConfig);
      opened = true;
      return run;
    } finally {
      if (!opened) {
        run.close();
      }
    }
  }

  /**
   * Checks that {@code folder}, which need not exist, holds no run yet.
   *
   * @throws IOException if it does
   */
  public static void requireNew(Path folder) throws IOException {
    if (Files.exists(folder.resolve(CONFIG))) {
      throw new IOException(
          folder + " holds a run already: go on with it by --resume, or name another folder");
    }
  }

  /**
   * Checks that {@code folder} holds a run.
   *
   * @throws IOException if it does not
   */
  public static void requireBegun(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(CONFIG))) {
      throw new IOException(folder + " holds no run to resume: leave --resume out to start one");
    }
  }

  /**
   * Holds {@code folder}, made where absent, while a run is being prepared: nobody else begins or
   * resumes one there.
   *
   * @throws IOException if another process uses it, or it cannot be written
   */
  @MustBeClosed
  public static RunDirectory hold(Path folder) throws IOException {
    Files.createDirectories(folder);
    return lock(folder);
  }

  /**
   * Returns the folder of the run that a checkpoint belongs to.
   *
   * @param checkpoint folder of the checkpoint, as {@link CheckpointStore#locate} gives it
   * @throws IOException if it does not lie in a run's folder
   */
  public static Path ofCheckpoint(Path checkpoint) throws IOException {
    Path store = checkpoint.toAbsolutePath().normalize().getParent();
    Path folder = store == null ? null : store.getParent();
    if (folder == null || !Files.exists(folder.resolve(Provenance.FILE))) {
      throw new IOException(
          checkpoint + " lies in no run: a folder with " + Provenance.FILE + " is needed");
    }
    return folder;
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the file with the configuration. */
  public Path config() {
    return folder.resolve(CONFIG);
  }

  /** Returns the file with the figures of every logged step. */
  public Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  /** Returns the folder of the checkpoints. */
  public Path checkpoints() {
    return folder.resolve(CHECKPOINTS);
  }

  /** Stores where the run comes from, replacing what was stored before. */
  public void writeProvenance(Provenance provenance) throws IOException {
    AtomicFiles.replace(folder.resolve(Provenance.FILE), provenance.toJson());
  }

  /** Releases the folder. */
  @Override
  public void close() throws IOException {
    lockChannel.close();
  }

  private static RunDirectory lock(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      if (!FileChannels.lock(channel, LOCKED_BYTE, 1)) {
        String holder = Files.readString(file, UTF_8).strip();
        throw new IOException(
            folder
                + " is in use by process "
                + (holder.isEmpty() ? "of unknown number" : holder)
                + ": wait for it to end, or name another folder");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
      locked = true;
      return new RunDirectory(folder, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private void requireSame(String resolvedConfig) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    List<String> changes;
    try {
      changes =
          ConfigChanges.between(
              yaml.readTree(Files.readString(config(), UTF_8)), yaml.readTree(resolvedConfig));
    } catch (JsonProcessingException e) {
      throw new IOException(config() + " is broken: " + e.getOriginalMessage(), e);
    }
    if (!changes.isEmpty()) {
      throw new IllegalArgumentException(
          "the configuration differs from that of the run in "
              + folder
              + ": "
              + String.join("; ", changes)
              + ". Resume with the stored "
              + config().getFileName()
              + ", or start a new run");
    }
  }
}
