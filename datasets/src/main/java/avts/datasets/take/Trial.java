package avts.datasets.take;

/**
 * A question of speaker verification: whether two takes are of the same speaker.
 *
 * @param first one take
 * @param second the other
 * @param target whether they are
 */
public record Trial(Take first, Take second, boolean target) {}
