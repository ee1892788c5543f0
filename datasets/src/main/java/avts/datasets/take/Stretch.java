package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A part of a file.
 *
 * @param startMicros its start on the file's timeline in microseconds
 * @param endMicros its end, after the start
 */
record Stretch(long startMicros, long endMicros) {

  Stretch {
    checkArgument(startMicros < endMicros, "a stretch from %s to %s us", startMicros, endMicros);
  }
}
