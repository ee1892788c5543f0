package avts.pretrain.model;

import java.util.Arrays;
import java.util.Optional;

/** The five stages of a video encoder, from the pictures upwards: the stem and four of blocks. */
public enum VideoStage {
  /** The stem. */
  STAGE1(0, "stem"),
  /** What torchvision calls layer1. */
  STAGE2(1, "layer1"),
  /** What torchvision calls layer2. */
  STAGE3(2, "layer2"),
  /** What torchvision calls layer3. */
  STAGE4(3, "layer3"),
  /** What torchvision calls layer4, whose output is the encoder's. */
  STAGE5(4, "layer4");

  private final int number;
  private final String layer;

  VideoStage(int number, String layer) {
    this.number = number;
    this.layer = layer;
  }

  /** Returns the number in torchvision's names, 0 for the stem. */
  int number() {
    return number;
  }

  /** Returns the stage's name among the encoder's layers. */
  public String layer() {
    return layer;
  }

  /** Returns the stage whose output this one sees; none for the first, which sees the pictures. */
  public Optional<VideoStage> below() {
    return Arrays.stream(values()).filter(stage -> stage.number == number - 1).findFirst();
  }
}
