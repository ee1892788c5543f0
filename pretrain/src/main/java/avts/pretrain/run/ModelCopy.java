package avts.pretrain.run;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.RunDirectory;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A copy of a trained model with what is needed to use it and to know what it has seen, without the
 * state of its training: so that what builds on a model needs no folder but its own.
 */
public final class ModelCopy {

  private ModelCopy() {}

  /**
   * Copies a model, complete or not at all.
   *
   * @param model a run (its best checkpoint, else its last) or the folder of one checkpoint
   * @param folder the copy, a folder that is not there yet; {@link TrainedModel} opens it
   * @throws IOException if there is no such model, or {@code folder} cannot be written
   */
  public static void write(Path model, Path folder) throws IOException {
    Path checkpoint = CheckpointStore.locate(model);
    Path run = RunDirectory.ofCheckpoint(checkpoint);
    Path unfinished = AtomicFiles.unfinished(folder);
    if (Files.exists(unfinished)) {
      MoreFiles.deleteRecursively(unfinished, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    Path target =
        Files.createDirectories(
            unfinished.resolve(RunDirectory.CHECKPOINTS).resolve(checkpoint.getFileName() + ""));
    CheckpointStore.copyWeights(checkpoint, target);
    for (String name :
        new String[] {RunDirectory.CONFIG, Provenance.FILE, NormalisationFile.NAME}) {
      Files.copy(run.resolve(name), unfinished.resolve(name));
    }
    AtomicFiles.move(unfinished, folder);
  }
}
