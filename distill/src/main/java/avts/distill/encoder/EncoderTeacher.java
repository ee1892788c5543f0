package avts.distill.encoder;

import avts.pretrain.model.TwoTowerNetwork.Tower;
import com.google.common.collect.ImmutableList;

/** Which embedding of a pretrained run a student learns for each clip. */
public enum EncoderTeacher {
  /** That of the pictures. */
  VIDEO(Tower.VIDEO),
  /**
   * The mean of those of pictures and sound, brought to the length of an embedding step by step; it
   * lies in the space of both.
   */
  AUDIO_VISUAL(Tower.VIDEO, Tower.AUDIO),
  /** That of the sound: the control that no picture takes part in. */
  AUDIO(Tower.AUDIO);

  private final ImmutableList<Tower> streams;

  EncoderTeacher(Tower... streams) {
    this.streams = ImmutableList.copyOf(streams);
  }

  /** Returns the streams whose embeddings are needed. */
  ImmutableList<Tower> streams() {
    return streams;
  }
}
