package avts.datasets.index;

import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of one file.
 *
 * @param sha256 hash of the content, empty where it could not be read
 * @param bytes number of bytes read for it
 * @param failure why there are no measurements, {@link Verdict#USABLE} where there are some
 * @param reason the failure in a sentence, empty where there is none
 * @param info the container's streams, null where it could not be opened
 * @param measures what decoding told, null where it failed
 */
record ProbeResult(
    String sha256,
    long bytes,
    Verdict failure,
    String reason,
    @Nullable MediaInfo info,
    @Nullable Measures measures) {

  ProbeResult {
    checkNotNull(sha256, "sha256 must not be null");
    checkNotNull(failure, "failure must not be null");
    checkNotNull(reason, "reason must not be null");
  }
}
