package avts.datasets.clip;

/**
 * One clip as the network sees it.
 *
 * @param video {@code [C, T, H, W]} normalised pixels
 * @param audio {@code [1, filters, windows]} normalised log filter bank
 */
// Array components: handed from the reader to the network, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Clip(float[] video, float[] audio) {}
