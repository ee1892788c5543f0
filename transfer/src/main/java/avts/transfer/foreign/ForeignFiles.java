package avts.transfer.foreign;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files with one row, or one line, for each of the same samples.
 *
 * @param source .npy of the source network's activations, {@code [N, ...]}
 * @param target .npy of the target network's activations; null where they are not known
 * @param labels class of each sample: text, one a line, or .npy of numbers; null where unknown
 * @param groups group of each sample, such as its take, written like labels; null where every
 *     sample stands alone
 */
public record ForeignFiles(
    Path source, @Nullable Path target, @Nullable Path labels, @Nullable Path groups) {}
