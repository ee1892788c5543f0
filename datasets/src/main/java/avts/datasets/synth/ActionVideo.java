package avts.datasets.synth;

import avts.datasets.random.Seeds;
import java.util.random.RandomGenerator;

/**
 * One action video; a function of the configuration's seed and length, and the video's number.
 *
 * @param config what is synthesised
 * @param index number of the video, from 0; neighbours are of different classes
 */
record ActionVideo(ActionsConfig config, int index) {
  /** Numbers of the independent draws of one video; those of impacts lie below. */
  private static final int LOOK = 2000;

  private static final int MOTION = 2001;
  private static final int SOUND = 2002;

  /** How the body moves, which is the label. */
  ActionKind kind() {
    return ActionKind.ALL.get(index % ActionKind.ALL.size());
  }

  /** Number of the group within the class, from 1. */
  int group() {
    return index / ActionKind.ALL.size() / ActionsConfig.VIDEOS_PER_GROUP + 1;
  }

  /** Number of the video within its group, from 1. */
  int clip() {
    return index / ActionKind.ALL.size() % ActionsConfig.VIDEOS_PER_GROUP + 1;
  }

  /** Returns the split, from 1, in which the video is tested; in the others it is trained on. */
  int testOfSplit() {
    return (group() - 1) % ActionLayout.SPLITS + 1;
  }

  /** What the group's videos look and sound like. */
  ActionLook look() {
    return ActionLook.draw(
        generator(LOOK, (long) group() * ActionKind.ALL.size() + kind().number() - 1));
  }

  /** How the body moves. */
  ActionMotion motion() {
    return ActionMotion.draw(
        kind(), config.seconds() * 1_000_000L + 100_000, generator(MOTION, index));
  }

  /** Returns the sound. */
  float[] sound(ActionLook look, ActionMotion motion, int samples, int sampleRate) {
    return ActionSound.render(look, motion, samples, sampleRate, generator(SOUND, index));
  }

  private RandomGenerator generator(int draw, long number) {
    return new Seeds(config.seed()).generator(Seeds.Purpose.SYNTHESIS, draw, number);
  }
}
