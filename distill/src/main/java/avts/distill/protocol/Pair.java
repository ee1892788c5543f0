package avts.distill.protocol;

/**
 * A trial of speaker verification: is it one speaker in both takes?
 *
 * @param first one take, by its number in the set
 * @param second the other
 * @param target whether it is
 */
public record Pair(int first, int second, boolean target) {}
