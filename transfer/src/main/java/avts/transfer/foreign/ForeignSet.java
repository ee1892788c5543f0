package avts.transfer.foreign;

import avts.pretrain.run.DataRefusedException;
import avts.transfer.mapping.Matrix;
import avts.transfer.mapping.ParallelRows;
import avts.transfer.mapping.SourceRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the same samples.
 *
 * @param source rows of the source network
 * @param target rows of the target network; null where they are not known
 * @param labels class of each sample, as written; null where unknown
 * @param groups group of each sample, as written; null where every sample stands alone
 */
record ForeignSet(
    Matrix source,
    @Nullable Matrix target,
    @Nullable List<String> labels,
    @Nullable List<String> groups) {

  /**
   * Reads the files.
   *
   * @throws DataRefusedException if numbers of rows disagree, or a value is not finite
   */
  static ForeignSet read(ForeignFiles files) throws IOException {
    Matrix source = RowFiles.matrix(files.source());
    Path targetFile = files.target();
    Matrix target = null;
    if (targetFile != null) {
      target = RowFiles.matrix(targetFile);
      RowFiles.checkRows(targetFile, target.rows(), files.source(), source.rows());
    }
    return new ForeignSet(
        source, target, names(files.labels(), files, source), names(files.groups(), files, source));
  }

  private static @Nullable List<String> names(
      @Nullable Path file, ForeignFiles files, Matrix source) throws IOException {
    return file == null ? null : RowFiles.names(file, source.rows(), files.source());
  }

  /** Returns pairs of rows, with labels by their numbers. */
  ParallelRows parallel(Matrix target, Map<String, Integer> numbers) {
    return new ParallelRows(
        source, target, numbers(labels, numbers), groups == null ? null : byFirstUse(groups));
  }

  /** Returns the source rows, with labels by their numbers. */
  SourceRows asked(Map<String, Integer> numbers) {
    return new SourceRows(source, numbers(labels, numbers), null);
  }

  private static int @Nullable [] numbers(
      @Nullable List<String> names, Map<String, Integer> numbers) {
    return names == null
        ? null
        : names.stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
  }

  private static int[] byFirstUse(List<String> names) {
    List<String> distinct = names.stream().distinct().toList();
    Map<String, Integer> numbers = new HashMap<>();
    distinct.forEach(name -> numbers.put(name, numbers.size()));
    return names.stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
  }
}
