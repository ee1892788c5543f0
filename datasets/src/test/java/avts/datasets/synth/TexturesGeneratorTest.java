package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.progress.Progress;
import avts.datasets.synth.ImpactSound.Recording;
import avts.datasets.synth.ImpactSound.Signal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TexturesGeneratorTest {
  private static final TexturesConfig SMALL = new TexturesConfig(3, 5, 2, 64, 48);
  private static final int RATE = 16_000;

  /** Continuous, untrembling broad noise around 950 Hz. */
  private static final Texture NOISE = new Texture(0.5, 0.2, 0, 0.5, 0.5, 0, 0.5, 1, 0.5, 0.5);

  private static final TextureEvents ONE = new TextureEvents(List.of(0.5), List.of(1.0));

  @TempDir Path folder;

  @Test
  void filesDependOnTheSeedAlone() throws Exception {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    assertEquals(3, TexturesGenerator.generate(SMALL, one, 1, () -> {}));
    TexturesGenerator.generate(new TexturesConfig(2, 5, 2, 64, 48), two, 2, () -> {});
    for (int i = 0; i < 2; i++) {
      String name = "textures-5-0000" + i + ".mp4";
      assertArrayEquals(
          Files.readAllBytes(one.resolve(name)), Files.readAllBytes(two.resolve(name)), name);
    }
    List<String> lines = Files.readAllLines(one.resolve(Truth.FILE_NAME));
    assertEquals(lines.subList(0, 2), Files.readAllLines(two.resolve(Truth.FILE_NAME)));
    JsonNode truth = new JsonMapper().readTree(lines.get(2));
    assertEquals("textures-5-00002.mp4", truth.path("file").asText());
    assertEquals(
        truth.at("/events/seconds").size(), truth.at("/events/levels").size(), lines.get(2));
    assertThrows(
        SynthException.class,
        () -> TexturesGenerator.generate(new TexturesConfig(3, 6, 2, 64, 48), one, 1, () -> {}));
    assertEquals(
        3,
        new Indexer(IndexConfig.standard(), Progress.Mode.QUIET)
            .index(List.of(one), folder.resolve("m.jsonl"))
            .manifest()
            .usable()
            .size());
  }

  @Test
  void propertiesSpanTheirRanges() {
    Texture low = new Texture(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    Texture high = new Texture(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertEquals(150, low.centreHertz());
    assertEquals(6000, high.centreHertz(), 1e-9);
    assertEquals(1120, high.fundamentalHertz(), 1e-9);
    assertEquals(32, high.tremorHertz(), 1e-9);
    assertEquals(9.1, high.eventsPerSecond(), 1e-9);
    assertEquals(1.005, high.decaySeconds(), 1e-9);
    assertEquals(-1, low.bentOctaves(9));
    assertEquals(0.5, high.bentOctaves(high.decaySeconds() / 2), 1e-9);
    assertEquals(1, high.moved(0.5, 0, 0).pitch());
    assertEquals(low, low.moved(-0.5, -1, -1));
  }

  /** One event at 0.5 s that dies by 1/e in the decay time. */
  @Test
  void amplitudesFollowTheEvents() {
    Texture dying = new Texture(0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0, 0.5, 0.5);
    double decay = dying.decaySeconds();
    assertEquals(0, ONE.amplitude(dying, 0.49));
    assertEquals(1, ONE.amplitude(dying, 0.5));
    assertEquals(Math.exp(-1), ONE.amplitude(dying, 0.5 + decay), 1e-9);
    assertEquals(1, ONE.amplitude(NOISE, 0.1), "sustained");
    assertEquals(0.25, ONE.since(0.75), 1e-12);
    TextureEvents many = TextureEvents.draw(new SplittableRandom(1), 5, 60);
    assertEquals(5 * 62, many.seconds().size(), 45);
    assertTrue(many.levels().stream().allMatch(level -> level >= 0.4 && level <= 1));
  }

  private static float[] render(Texture texture) {
    return TextureSound.render(
        t -> texture,
        ONE,
        new Recording(-6, 40, 0),
        new Signal(2 * RATE, RATE),
        new SplittableRandom(3));
  }

  /** Crossings of zero a second, over 2: the frequency of a tone, the centre of narrow noise. */
  private static double crossings(float[] sound) {
    int count = 0;
    for (int n = 1; n < sound.length; n++) {
      count += sound[n] >= 0 != sound[n - 1] >= 0 ? 1 : 0;
    }
    return count / 2.0 / (sound.length / (double) RATE);
  }

  private static double rms(float[] sound, double from, double to) {
    double sum = 0;
    int first = (int) (from * RATE);
    int last = (int) (to * RATE);
    for (int n = first; n < last; n++) {
      sum += sound[n] * sound[n];
    }
    return Math.sqrt(sum / (last - first));
  }

  /** Noise of 0.3 octaves crosses zero about as often as a tone in its middle. */
  @Test
  void thePitchIsHeard() {
    double lower = 0;
    for (double pitch : new double[] {0.2, 0.5, 0.8}) {
      Texture narrow = new Texture(pitch, 0, 0, 0.5, 0.5, 0, 0.5, 1, 0.5, 0.5);
      double heard = crossings(render(narrow));
      double ratio = heard / narrow.centreHertz();
      assertTrue(ratio > 0.8 && ratio < 1.7, "pitch " + pitch + ": " + ratio);
      assertTrue(heard > 1.8 * lower, "pitch " + pitch);
      lower = heard;
    }
  }

  /** A tone repeats itself after one period of the fundamental, noise does not. */
  @Test
  void toneAndNoiseDiffer() {
    Texture tone = new Texture(0.5, 0.6, 1, 0.5, 0.5, 0, 0.5, 1, 0.5, 0.5);
    Texture noise = new Texture(0.5, 0.6, 0, 0.5, 0.5, 0, 0.5, 1, 0.5, 0.5);
    int period = (int) Math.round(RATE / tone.fundamentalHertz());
    assertTrue(correlation(render(tone), period) > 0.9);
    assertTrue(Math.abs(correlation(render(noise), period)) < 0.3);
  }

  private static double correlation(float[] sound, int lag) {
    double product = 0;
    double power = 0;
    for (int n = lag; n < sound.length; n++) {
      product += sound[n] * sound[n - lag];
      power += sound[n] * sound[n];
    }
    return product / power;
  }

  @Test
  void anEventIsHeardAndSeenAtItsTime() {
    Texture blow = new Texture(0.5, 0.5, 0, 0.5, 0.5, 0, 0, 0, 0.4, 0.5);
    float[] sound = render(blow);
    assertTrue(rms(sound, 0.5, 0.55) > 20 * rms(sound, 0.3, 0.49), "onset");
    TexturesVideo drawn = TexturesVideo.draw(SMALL, 0);
    TexturesVideo video =
        new TexturesVideo(
            SMALL,
            0,
            drawn.pictures(),
            blow,
            blow,
            ONE,
            drawn.look(),
            drawn.signal(),
            drawn.recording());
    TexturePainter painter = new TexturePainter(video);
    double before = brightness(painter.paint(0.46));
    double at = brightness(painter.paint(0.5));
    double after = brightness(painter.paint(1.5));
    assertTrue(at > before + 15 && at > after + 15, before + ", " + at + ", " + after);
  }

  private static double brightness(byte[] rgb) {
    double sum = 0;
    for (byte value : rgb) {
      sum += Byte.toUnsignedInt(value);
    }
    return sum / rgb.length;
  }

  @Test
  void videosDiffer() {
    assertNotEquals(TexturesVideo.draw(SMALL, 0).from(), TexturesVideo.draw(SMALL, 1).from());
    assertThrows(IllegalArgumentException.class, () -> new TexturesConfig(1, 1, 2, 63, 48));
  }
}
