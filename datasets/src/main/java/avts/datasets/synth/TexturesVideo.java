package avts.datasets.synth;

import avts.datasets.random.Seeds;
import avts.datasets.synth.ImpactSound.Recording;
import avts.datasets.synth.ImpactSound.Signal;
import avts.datasets.time.FrameRate;
import java.util.random.RandomGenerator;

/**
 * Everything that was drawn for one video of a texture, before painting and encoding.
 *
 * @param config what is synthesised
 * @param index number of the video, from 0
 * @param pictures size and number of the pictures
 * @param from the texture at the beginning
 * @param to the texture at the end
 * @param events when it sounds
 * @param look what else is seen
 * @param signal length and rate of the sound
 * @param recording level and noise of the sound
 */
record TexturesVideo(
    TexturesConfig config,
    int index,
    SynthFile.Pictures pictures,
    Texture from,
    Texture to,
    TextureEvents events,
    Look look,
    Signal signal,
    Recording recording) {
  /** Numbers of the independent draws of one video. */
  private static final int PICTURE = 2000;

  private static final int SOUND = 2001;

  /** Greatest way of pitch, fundamental and tremor in one video, as a share. */
  private static final double GLIDE = 0.25;

  /**
   * What is seen and not heard.
   *
   * @param background behind the patch
   * @param phase where patterns begin, 0 to 1
   * @param wander the patch's way, in turns a second, in both directions
   */
  record Look(Background background, double phase, double wander) {}

  /** Draws video {@code index} of {@code config}. */
  static TexturesVideo draw(TexturesConfig config, int index) {
    RandomGenerator random = generator(config, index, PICTURE);
    FrameRate rate = ImpactsVideo.drawRate(random);
    int sampleRate = ImpactsVideo.drawSampleRate(random);
    int frames = Math.toIntExact(rate.frameAt(1_000_000L * config.seconds() - 1, 1_000_000L) + 1);
    Recording recording =
        new Recording(
            random.nextDouble(-14, -3),
            Palette.rounded(random.nextDouble(15, 40)),
            random.nextDouble(0, 0.95));
    Texture from = Texture.draw(random);
    Texture to = from.moved(glide(random), glide(random), glide(random));
    TextureEvents events =
        TextureEvents.draw(random, from.eventsPerSecond(), config.seconds() + 0.2);
    Look look =
        new Look(
            new Palette(false).background(random),
            random.nextDouble(),
            random.nextDouble(-0.3, 0.3));
    return new TexturesVideo(
        config,
        index,
        new SynthFile.Pictures(config.width(), config.height(), rate, frames),
        from,
        to,
        events,
        look,
        new Signal(Math.toIntExact(rate.sampleAt(frames, sampleRate)), sampleRate),
        recording);
  }

  private static double glide(RandomGenerator random) {
    return random.nextDouble(-GLIDE, GLIDE);
  }

  private static RandomGenerator generator(TexturesConfig config, int index, int draw) {
    return new Seeds(config.seed()).generator(Seeds.Purpose.SYNTHESIS, draw, index);
  }

  /** Returns the texture at {@code t} seconds. */
  Texture at(double t) {
    double share = t / config.seconds();
    return from.moved(
        share * (to.pitch() - from.pitch()),
        share * (to.fundamental() - from.fundamental()),
        share * (to.tremor() - from.tremor()));
  }

  /** Returns what the file holds. */
  SynthFile content() {
    float[] samples =
        TextureSound.render(this::at, events, recording, signal, generator(config, index, SOUND));
    TexturePainter painter = new TexturePainter(this);
    return new SynthFile(
        pictures,
        frame ->
            painter.paint(
                (double) frame * pictures.rate().denominator() / pictures.rate().numerator()),
        samples,
        signal.sampleRate());
  }
}
