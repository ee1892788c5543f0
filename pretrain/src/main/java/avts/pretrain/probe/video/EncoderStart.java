package avts.pretrain.probe.video;

import java.util.Locale;

/** What an encoder begins with. */
public enum EncoderStart {
  /** The weights of the model that is probed. */
  PRETRAINED,
  /** First values, as before any training. */
  SCRATCH;

  /** Returns the name in tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
