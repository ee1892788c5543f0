package avts.pretrain.embed;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Test takes that a model's weights have seen in pretraining.
 *
 * @param model the model
 * @param embedder reads the takes for it
 * @param folder where takes that are files lie, by their ids
 */
public record SeenTakes(TrainedModel model, TakeEmbedder embedder, Path folder) {
  private static final String NO_GROUP = "";

  /**
   * Counts takes whose content, or whose file, the weights have seen.
   *
   * @param asked takes that are tested
   * @param allowed whether they may have been seen
   * @throws DataRefusedException if they were and may not
   */
  public int count(List<Take> asked, boolean allowed) throws IOException, MediaException {
    Set<Take> seen = new HashSet<>(embedder.seen(asked));
    for (Take take : asked) {
      Path file = folder.resolve(take.id());
      if (Files.isRegularFile(file)) {
        String hash = MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
        if (!model.seen(List.of(new Media(hash, NO_GROUP))).isEmpty()) {
          seen.add(take);
        }
      }
    }
    if (!seen.isEmpty() && !allowed) {
      throw new DataRefusedException(
          "seen in training: "
              + seen.size()
              + " of "
              + asked.size()
              + " test takes: pretrain on other repetitions, or say --allow-seen");
    }
    return seen.size();
  }
}
