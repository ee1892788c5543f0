package avts.datasets.batch;

/**
 * Clips in the order they were asked for, for embedding.
 *
 * @param first number of the first clip in the list of windows
 * @param size number of clips
 * @param video {@code [size, C, T, H, W]}, empty where pictures were not asked for
 * @param audio {@code [size, 1, filters, windows]}, empty where sound was not asked for
 */
// Array components: handed from the loader to the engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record ClipBatch(int first, int size, float[] video, float[] audio) {}
