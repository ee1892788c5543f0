package avts.pretrain.embed;

import avts.pretrain.model.TwoTowerNetwork.Tower;

/**
 * The vectors of one stream of one file.
 *
 * @param input the file
 * @param stream pictures or sound
 * @param startSeconds when each clip begins on the file's timeline; in an array, its place in it
 * @param values the vectors one after another
 */
// Array components: handed to the receiver, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record FileVectors(EmbedInput input, Tower stream, double[] startSeconds, float[] values) {

  /** Returns the number of vectors. */
  public int count() {
    return startSeconds.length;
  }
}
