package avts.distill.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.ClipBatch;
import avts.datasets.batch.ClipBatches;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.pretrain.embed.EmbeddingFile;
import avts.pretrain.embed.EmbeddingWriter;
import avts.pretrain.embed.FeatureExtractor;
import avts.pretrain.embed.VectorSpace;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a teacher makes of clips, on disk: {@code train.video.npy} and its like in the layout of
 * {@code avts embed}, with content hashes in the place of file names. Made once; embeddings of
 * another model, or of other clips, are refused. All of a part's are held in memory.
 */
final class TeacherEmbeddings {
  private final TrainedModel teacher;
  private final Path folder;
  private final Progress.Mode progressMode;

  /**
   * Keeps files in a folder, which need not exist.
   *
   * @param teacher must stay open as long as this is used
   */
  TeacherEmbeddings(TrainedModel teacher, Path folder, Progress.Mode progressMode) {
    this.teacher = teacher;
    this.folder = folder;
    this.progressMode = progressMode;
  }

  /**
   * Returns the embeddings that a student is to learn.
   *
   * @throws IOException if a file holds another model's embeddings, or those of other clips, or
   *     cannot be read or written; the message names it
   */
  Embeddings of(EncoderTeacher kind, FixedGrid grid)
      throws IOException, MediaException, InterruptedException {
    List<Tower> streams = kind.streams();
    Embeddings first = of(streams.get(0), grid);
    if (streams.size() == 1) {
      return first;
    }
    return first.mean(
        of(streams.get(1), grid),
        teacher.config().value().network().head(),
        teacher.config().value().loss().normalise().length());
  }

  private Embeddings of(Tower stream, FixedGrid grid)
      throws IOException, MediaException, InterruptedException {
    String name = stream.name().toLowerCase(Locale.ROOT);
    Path file = folder.resolve(grid.name() + "." + name + ".npy");
    FeatureExtractor extractor = FeatureExtractor.of(teacher, stream, FeatureExtractor.HEAD);
    VectorSpace space =
        new VectorSpace(
            teacher.id(), teacher.weightsSha256(), extractor.layer(), name, extractor.size());
    if (!Files.exists(file)) {
      write(file, space, extractor, grid);
    }
    return read(file, space, grid);
  }

  private void write(Path file, VectorSpace space, FeatureExtractor extractor, FixedGrid grid)
      throws IOException, MediaException, InterruptedException {
    ClipBatches.Streams streams =
        extractor.stream() == Tower.VIDEO ? ClipBatches.Streams.VIDEO : ClipBatches.Streams.AUDIO;
    List<Window> windows = grid.windows();
    checkArgument(
        (long) windows.size() * space.size() <= Integer.MAX_VALUE,
        "%s clips of %s values each do not fit in memory: raise clips.hop_seconds",
        windows.size(),
        space.size());
    try (EmbeddingWriter writer = EmbeddingWriter.create(file, space);
        BatchSource<ClipBatch> batches =
            ClipBatches.open(grid.clips(), streams, windows, grid.batches());
        Progress progress =
            Progress.start(
                "teacher, " + grid.name() + " " + space.stream(),
                "clips",
                windows.size(),
                progressMode)) {
      while (batches.hasNext()) {
        ClipBatch batch = batches.next();
        float[] clips = extractor.stream() == Tower.VIDEO ? batch.video() : batch.audio();
        Embeddings vectors =
            new Embeddings(extractor.extract(clips, batch.size()), extractor.size());
        for (int i = 0; i < batch.size(); i++) {
          Window window = windows.get(batch.first() + i);
          writer.add(
              grid.content(window), new double[] {grid.startSeconds(window)}, vectors.rows(i));
        }
        progress.advance(batch.size());
      }
      writer.finish();
    }
  }

  private static Embeddings read(Path file, VectorSpace space, FixedGrid grid) throws IOException {
    EmbeddingFile kept = EmbeddingFile.read(file);
    if (!kept.space().equals(space)) {
      throw new IOException(
          file
              + " holds embeddings of "
              + kept.space()
              + ", but the teacher is "
              + space
              + ": delete it, and it will be made again, or name another folder by --cache");
    }
    if (!isOf(kept.ids(), grid)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds embeddings of other clips than the %d of %s (other files, split or"
                  + " clips.hop_seconds): delete it, and it will be made again, or name another"
                  + " folder by --cache",
              file,
              grid.windows().size(),
              grid.name()));
    }
    return new Embeddings(kept.values(), space.size());
  }

  private static boolean isOf(List<EmbeddingFile.Id> ids, FixedGrid grid) {
    List<Window> windows = grid.windows();
    if (ids.size() != windows.size()) {
      return false;
    }
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      if (!ids.get(i).file().equals(grid.content(window))
          || ids.get(i).startSeconds() != grid.startSeconds(window)) {
        return false;
      }
    }
    return true;
  }
}
