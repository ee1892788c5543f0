package avts.datasets.mouth;

/**
 * A face in a picture.
 *
 * @param box where it is
 * @param confidence how sure that is, over 0 and below 1
 */
record Face(Box box, double confidence) {}
