package avts.pretrain.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.media.VideoFrames;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.random.Seeds;
import avts.datasets.testing.SynthFixture;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SampleSpan;
import avts.pretrain.eval.EvaluationConfig;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.floor.EnvelopeRule;
import avts.pretrain.report.Report.Example;
import avts.pretrain.testing.Refusals;
import avts.pretrain.testing.SynthSets;
import com.google.common.io.BaseEncoding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples of real files, measured by the envelope rule. */
class ExamplesTest {
  private static final int SAMPLES = 6400;

  @TempDir static Path folder;

  private static Manifest manifest;
  private static EvaluationSet set;
  private static SyncEvaluator.Result result;

  @BeforeAll
  static void measure() throws Exception {
    manifest = SynthSets.index(SynthFixture.ordinary(10, 51), folder.resolve("m.jsonl"));
    set = SynthSets.set(manifest, List.of(1, 4, 5, 7));
    EvaluationConfig config =
        new EvaluationConfig(
            new FixedPairsConfig(1, 3, 2, 4), List.of(Row.HARD), List.of(80), 5, 100, 0.95, 2);
    result =
        new SyncEvaluator(new EnvelopeRule(SynthSets.SHAPE, 0), config, new Seeds(1))
            .evaluate(set, set);
  }

  private static byte[] decode(String uri, String type) {
    assertTrue(uri.startsWith("data:" + type + ";base64,"), uri.substring(0, 40));
    return BaseEncoding.base64().decode(uri.substring(uri.indexOf(',') + 1));
  }

  private static float[] samples(String uri) {
    ByteBuffer wav = ByteBuffer.wrap(decode(uri, "audio/wav")).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[(wav.limit() - 44) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = wav.getShort(44 + 2 * i) / 32_768f;
    }
    return samples;
  }

  private static float[] heard(Window window) throws MediaException {
    try (MediaReader reader = FfmpegMediaReader.open(manifest.source(window.file()))) {
      return reader.readSamples(new SampleSpan(window.startSample(), SAMPLES, 16_000));
    }
  }

  @Test
  void eachExampleShowsThePicturesAndTheSoundOfItsPair() throws Exception {
    List<Swap> hard = set.pairs().swaps(Row.HARD);
    List<Example> examples = new Examples(manifest, set).of(result, 2);
    assertEquals(2, examples.size());
    Swap swap = hard.get(0);
    Example aligned = examples.get(0);
    Example misaligned = examples.get(1);
    assertTrue(aligned.aligned() && !misaligned.aligned());
    assertArrayEquals(heard(swap.first()), samples(aligned.sound()), 1f / 32_000);
    assertArrayEquals(heard(swap.second()), samples(misaligned.sound()), 1f / 32_000);
    assertEquals(aligned.strip(), misaligned.strip());
    BufferedImage strip =
        ImageIO.read(new ByteArrayInputStream(decode(aligned.strip(), "image/jpeg")));
    assertNotNull(strip);
    ClipGrid grid = set.sampler().grid();
    try (MediaReader reader = FfmpegMediaReader.open(manifest.source(swap.first().file()))) {
      VideoFrames frames = reader.readFrames(grid.frameSpan(swap.first().startFrame()), 96);
      assertEquals(6 * frames.width(), strip.getWidth());
      assertEquals(96, strip.getHeight());
      // The last picture of the strip is the last one of the clip, but for compression.
      double difference = 0;
      for (int y = 0; y < 96; y++) {
        for (int x = 0; x < frames.width(); x++) {
          int at = ((9 * 96 + y) * frames.width() + x) * 3;
          int green = frames.rgb()[at + 1] & 0xff;
          difference += Math.abs(green - (strip.getRGB(5 * frames.width() + x, y) >> 8 & 0xff));
        }
      }
      assertTrue(difference / (96.0 * frames.width()) < 4, "mean difference " + difference);
    }
  }

  @Test
  void captionsNameFileTimesAndScoresAndTheVerdictFollowsTheThreshold() throws Exception {
    List<Example> examples = new Examples(manifest, set).of(result, 100);
    List<Swap> swaps = set.pairs().swaps();
    int shown = 0;
    for (int i = 0; i < swaps.size(); i++) {
      Swap swap = swaps.get(i);
      if (swap.row() != Row.HARD) {
        continue;
      }
      for (int half = 0; half < 2; half++) {
        Example example = examples.get(shown++);
        double score = result.pairs().get(4 * i + half).score();
        boolean called = score >= result.sync().threshold();
        assertEquals(called == (half == 0), example.right());
        Window sound = half == 0 ? swap.first() : swap.second();
        assertEquals(
            String.format(
                Locale.ROOT,
                "%s at %.2f s, sound from %.2f s; score %.3f, threshold %.3f",
                manifest.entries().get(swap.first().file()).name(),
                swap.first().startFrame() / 25.0,
                sound.startSample() / 16_000.0,
                score,
                result.sync().threshold()),
            example.caption());
      }
    }
    assertEquals(shown, examples.size());
    assertTrue(examples.stream().anyMatch(example -> Boolean.FALSE.equals(example.right())));
  }

  @Test
  void fewExamplesAreSpreadOverTheFiles() throws Exception {
    List<Example> examples = new Examples(manifest, set).of(result, 7);
    assertEquals(8, examples.size());
    Set<String> names = new HashSet<>();
    examples.forEach(
        example -> names.add(example.caption().substring(0, example.caption().indexOf(' '))));
    assertEquals(4, names.size());
    assertEquals(List.of(), new Examples(manifest, set).of(result, 0));
  }

  @Test
  void aFileThatIsGoneIsNamed() {
    List<ManifestEntry> entries = manifest.entries().stream().map(ExamplesTest::gone).toList();
    Refusals.assertRefused(
        MediaException.class,
        "gone-" + set.pairs().swaps(Row.HARD).get(0).first().file() + ".mp4",
        () -> new Examples(new Manifest(folder, entries), set).of(result, 2));
  }

  private static ManifestEntry gone(ManifestEntry entry) {
    return new ManifestEntry(
        "gone-" + manifest.entries().indexOf(entry) + ".mp4",
        null,
        0,
        entry.bytes(),
        entry.sha256(),
        entry.verdict(),
        entry.reason(),
        entry.group(),
        entry.info(),
        entry.content(),
        null);
  }

  @Test
  void soundIsClippedWhereItIsTooLoudAndNeedsARate() {
    assertArrayEquals(
        new float[] {0, 0.5f, -0.25f, 32_767 / 32_768f, -1},
        samples(ExampleMedia.sound(new float[] {0, 0.5f, -0.25f, 1.5f, -1.5f}, 8000)));
    byte[] wav = decode(ExampleMedia.sound(new float[3], 8000), "audio/wav");
    assertEquals(8000, ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).getInt(24));
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "sample rate must be positive",
        () -> ExampleMedia.sound(new float[3], 0));
  }

  @Test
  void aStripOfOnePictureShowsTheFirst() throws Exception {
    byte[] rgb = new byte[3 * 8 * 8 * 3];
    Arrays.fill(rgb, 0, 8 * 8 * 3, (byte) 200);
    VideoFrames frames = new VideoFrames(rgb, 3, 8, 8);
    BufferedImage one =
        ImageIO.read(new ByteArrayInputStream(decode(ExampleMedia.strip(frames, 1), "image/jpeg")));
    assertEquals(8, one.getWidth());
    assertEquals(200, one.getRGB(4, 4) & 0xff, 3);
    // Not more pictures than there are.
    BufferedImage three =
        ImageIO.read(new ByteArrayInputStream(decode(ExampleMedia.strip(frames, 9), "image/jpeg")));
    assertEquals(24, three.getWidth());
    assertEquals(0, three.getRGB(20, 4) & 0xff, 3);
  }
}
