package avts.datasets.synth;

import avts.datasets.random.Seeds;
import avts.datasets.synth.ImpactSound.Recording;
import avts.datasets.synth.ImpactSound.Signal;
import avts.datasets.time.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was drawn for one video, before painting and encoding; a function of the
 * configuration's seed, its held-out mark and length, and the video's index.
 *
 * @param config what is synthesised
 * @param index number of the video, from 0
 * @param scene what is seen
 * @param rate frames per second
 * @param frames number of frames
 * @param signal length and rate of the sound
 * @param recording level and noise of the sound
 */
record ImpactsVideo(
    ImpactsConfig config,
    int index,
    Scene scene,
    FrameRate rate,
    int frames,
    Signal signal,
    Recording recording) {
  private static final List<FrameRate> RATES =
      List.of(FrameRate.of(24), FrameRate.of(25), new FrameRate(30_000, 1001), FrameRate.of(30));
  private static final int[] SAMPLE_RATES = {16_000, 22_050, 24_000, 32_000, 44_100, 48_000};
  private static final int POSTS = 8;
  private static final int FEWEST_DISTRACTORS = 3;
  private static final int MOST_DISTRACTORS = 4;

  /** Places between which a distractor turns. */
  private static final int TURNING_PLACES = 12;

  /** Distractors turn inside a square of this half-width, in sides from the middle. */
  private static final double TURNING_REACH = 0.42;

  /** Numbers of the independent draws of one video; each cell's sound adds its own. */
  private static final int SCENE = 0;

  private static final int HELD_OUT = 1000;

  /** Draws video {@code index} of {@code config}. */
  static ImpactsVideo draw(ImpactsConfig config, int index) {
    RandomGenerator random = generator(config, index, SCENE);
    FrameRate rate = drawRate(random);
    int sampleRate = drawSampleRate(random);
    // The first whole frame at or after the asked-for length.
    int frames = Math.toIntExact(rate.frameAt(1_000_000L * config.seconds() - 1, 1_000_000L) + 1);
    Recording recording =
        new Recording(
            random.nextDouble(-14, -3),
            Palette.rounded(random.nextDouble(12, 30)),
            random.nextDouble(0, 0.95));
    Scene scene = scene(random, new Palette(config.heldOut()), config.seconds() * 1_000_000L);
    Signal signal = new Signal(Math.toIntExact(rate.sampleAt(frames, sampleRate)), sampleRate);
    return new ImpactsVideo(config, index, scene, rate, frames, signal, recording);
  }

  /** Draws frames per second. */
  static FrameRate drawRate(RandomGenerator random) {
    return RATES.get(random.nextInt(RATES.size()));
  }

  /** Draws samples per second. */
  static int drawSampleRate(RandomGenerator random) {
    return SAMPLE_RATES[random.nextInt(SAMPLE_RATES.length)];
  }

  private static Scene scene(RandomGenerator random, Palette palette, long micros) {
    // The last frame may lie a little after the asked-for length.
    long end = micros + 100_000;
    Background background = palette.background(random);
    ObjectKind[] kinds = ObjectKind.values();
    ObjectLook sounding = palette.object(random, kinds[random.nextInt(kinds.length)]);
    List<Scene.Mover> movers = new ArrayList<>();
    List<ObjectKind> others = Palette.otherKinds(random, sounding.kind());
    int distractors = random.nextInt(FEWEST_DISTRACTORS, MOST_DISTRACTORS + 1);
    for (ObjectKind kind : others.subList(0, distractors)) {
      ObjectLook look = palette.distractor(random, kind);
      long[] turns = IntervalLaw.distractors().draw(random, end);
      movers.add(new Scene.Mover(look, Bounces.draw(random, turns, anywhere(random))));
    }
    List<double[]> posts = new ArrayList<>();
    double[][] contacts = new double[POSTS][];
    double reach = Scene.POST_RADIUS + sounding.diameter() / 2;
    for (int i = 0; i < POSTS; i++) {
      double angle = StrictMath.toRadians(360.0 / POSTS * (i + random.nextDouble(-0.2, 0.2)));
      double distance = random.nextDouble(0.36, 0.41);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      posts.add(new double[] {distance * cos, distance * sin});
      contacts[i] = new double[] {(distance - reach) * cos, (distance - reach) * sin};
    }
    long[] impacts = IntervalLaw.standard().draw(random, end);
    movers.add(new Scene.Mover(sounding, Bounces.draw(random, impacts, contacts)));
    return new Scene(background, posts, movers);
  }

  private static double[][] anywhere(RandomGenerator random) {
    double[][] places = new double[TURNING_PLACES][];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          new double[] {
            random.nextDouble(-TURNING_REACH, TURNING_REACH),
            random.nextDouble(-TURNING_REACH, TURNING_REACH)
          };
    }
    return places;
  }

  /**
   * What is heard.
   *
   * @param look the body that is struck
   * @param impacts the blows in microseconds, ascending, some before and after the file
   * @param samples the sound, mono, in -1..1
   */
  // An array component: samples handed to the encoder, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Track(ObjectLook look, long[] impacts, float[] samples) {}

  /** Renders the sound track of {@code cell}. */
  Track track(Cell cell) {
    RandomGenerator random = generator(config, index, cell.draw());
    ObjectLook look = scene.sounding().look();
    if (cell.what().equals("other")) {
      look = new Palette(config.heldOut()).otherObject(random, look.kind());
    }
    long[] impacts = scene.sounding().path().impacts();
    if (cell.when().equals("redrawn")) {
      impacts = IntervalLaw.standard().draw(random, config.seconds() * 1_000_000L + 100_000);
    }
    return new Track(look, impacts, ImpactSound.render(look, impacts, recording, signal, random));
  }

  /** Returns the moment of frame {@code frame} in microseconds. */
  double microsOf(int frame) {
    return 1e6 * frame * rate.denominator() / rate.numerator();
  }

  /** Returns the length of the pictures in whole microseconds. */
  long durationMicros() {
    return 1_000_000L * frames * rate.denominator() / rate.numerator();
  }

  /**
   * Returns the truth of the file that holds {@code track}.
   *
   * @param file name of the file
   * @param variantOf name of the ordinary file, null for the ordinary file itself
   */
  Truth truth(Cell cell, Track track, String file, @Nullable String variantOf) {
    String split = config.heldOut() ? "held-out" : "ordinary";
    return new Truth(
        file,
        variantOf,
        cell.what(),
        cell.when(),
        config.seed(),
        split,
        "synth-" + config.seed() + "-" + split + "-" + index,
        new Truth.Picture(
            config.width(),
            config.height(),
            rate,
            frames,
            scene.background().id(),
            scene.objects().size() - 1),
        new Truth.Sound(signal.sampleRate(), signal.samples(), recording.signalToNoiseDb()),
        Truth.SoundingObject.of(scene.sounding().look()),
        Truth.SoundingObject.of(track.look()),
        visibleImpacts(),
        within(track.impacts()));
  }

  /** Returns the impacts that are seen between the first frame and the end of the last. */
  List<Truth.Impact> visibleImpacts() {
    Bounces path = scene.sounding().path();
    double side = Math.min(config.width(), config.height());
    long[] impacts = path.impacts();
    List<Truth.Impact> visible = new ArrayList<>();
    for (int i = 0; i < impacts.length; i++) {
      if (impacts[i] >= 0 && impacts[i] < durationMicros()) {
        double[] place = path.place(i);
        visible.add(
            new Truth.Impact(
                impacts[i],
                Palette.rounded(0.5 + place[0] * side / config.width()),
                Palette.rounded(0.5 + place[1] * side / config.height())));
      }
    }
    return visible;
  }

  /** Returns those of {@code micros} that lie inside the file. */
  private List<Long> within(long[] micros) {
    return Arrays.stream(micros)
        .filter(moment -> moment >= 0 && moment < durationMicros())
        .boxed()
        .toList();
  }

  private static RandomGenerator generator(ImpactsConfig config, int index, int draw) {
    int purpose = config.heldOut() ? HELD_OUT + draw : draw;
    return new Seeds(config.seed()).generator(Seeds.Purpose.SYNTHESIS, purpose, index);
  }
}
