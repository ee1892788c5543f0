package avts.pretrain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.VideoFrames;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Example;
import avts.pretrain.report.Report.Fact;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import avts.pretrain.report.Report.Table;
import avts.pretrain.report.Report.Text;
import com.google.common.io.BaseEncoding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final String NASTY = "run </script><b>/*DATA*/ %TITLE% ş";

  @TempDir Path folder;

  private static VideoFrames frames() {
    byte[] rgb = new byte[8 * 16 * 12 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 12 < 6 ? 250 : 10);
    }
    return new VideoFrames(rgb, 8, 16, 12);
  }

  private static List<Point> points(int count, double slope) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Point(i, Math.exp(-slope * i) + 0.02 * Math.sin(i)))
        .toList();
  }

  private static Report report() {
    double[] aligned = new SplittableRandom(1).doubles(300, 0, 0.6).toArray();
    double[] misaligned = new SplittableRandom(2).doubles(300, 0.3, 1).toArray();
    float[] samples = new float[8000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.sin(i * 0.2);
    }
    return new Report(
        NASTY,
        List.of(new Fact("accuracy, hard", "91.2 %"), new Fact("epochs", "9")),
        List.of(
            new Chart(
                "Loss",
                "mean over the steps of an epoch; seed 7",
                Kind.LINE,
                "step",
                "loss",
                List.of(
                    new Series("training", points(200, 0.02)),
                    new Series("chance", List.of(new Point(0, 0.245), new Point(199, 0.245))))),
            new Chart(
                "Scores",
                "test pairs, hard; seed 7",
                Kind.BAR,
                "score",
                "share",
                List.of(
                    Histogram.series("aligned", aligned, misaligned, 20),
                    Histogram.series("misaligned", misaligned, misaligned, 20)))),
        List.of(
            new Table(
                "Synchronisation",
                "protocol no-overlap, seed 7",
                List.of(List.of("negatives", "accuracy"), List.of("hard", "91.2 %")))),
        List.of(
            new Report.Matrix(
                "svm", "seed 7", List.of("a", "b"), List.of(List.of(3, 1), List.of(0, 4)))),
        List.of(
            new Report.Neighbours(
                "sound of clip.mp4",
                ExampleMedia.sound(samples, 16_000),
                List.of(new Report.Hit("clip.mp4", ExampleMedia.strip(frames(), 3), true)))),
        List.of(
            new Example(
                "clip.mp4 at 1.2 s",
                ExampleMedia.strip(frames(), 5),
                ExampleMedia.sound(samples, 16_000),
                true,
                Boolean.TRUE)),
        List.of(new Text("config.yaml", "seed: 7\nloss: <margin>\n")));
  }

  @Test
  void pageHoldsEverythingAndNothingEscapesFromItsData() throws IOException {
    Path file = folder.resolve("report.html");
    ReportPage.write(report(), file);
    String page = Files.readString(file);
    assertTrue(page.contains("Chart.js v4."), "the library is inside");
    assertFalse(page.contains("sourceMappingURL"), "nothing refers to another file");
    assertFalse(page.matches("(?s).*(src|href)=\"https?:.*"), "nothing is fetched");
    assertTrue(page.contains("run &lt;/script&gt;&lt;b&gt;"), "the title is escaped");
    assertTrue(page.contains("\"title\":\"run \\u003c/script>\\u003cb>/*DATA*/"), "so is the data");
    assertEquals(3, page.split("</script>", -1).length - 1);
  }

  @Test
  void stripShowsTheFirstAndTheLastPicture() throws IOException {
    String uri = ExampleMedia.strip(frames(), 5);
    byte[] jpeg = BaseEncoding.base64().decode(uri.substring(uri.indexOf(',') + 1));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertNotNull(image);
    assertEquals(5 * 12, image.getWidth());
    assertEquals(16, image.getHeight());
    assertTrue((image.getRGB(1, 8) & 0xff) > 200 && (image.getRGB(10, 8) & 0xff) < 60);
    assertThrows(IllegalArgumentException.class, () -> ExampleMedia.strip(frames(), 0));
  }

  @Test
  void histogramCountsEachValueOnce() {
    double[] values = {0, 0.1, 0.5, 1};
    Series series = Histogram.series("aligned", values, values, 4);
    assertEquals(List.of(0.5, 0.0, 0.25, 0.25), series.points().stream().map(Point::y).toList());
    assertEquals(0.125, series.points().get(0).x(), 1e-12);
    double[] constant = {3, 3};
    assertEquals(1, Histogram.series("c", constant, constant, 4).points().get(0).y());
  }

  @Test
  void metricsBecomeCurvesAndAnUnfinishedLineIsLeftOut() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(
        file,
        """
        {"step":1,"loss":0.5,"event":"step"}
        {"step":2,"accuracy":{"easy":0.75}}
        {"step":3,"loss":0.25}
        {"step":4,"lo\
        """);
    MetricsLog log = MetricsLog.read(file);
    assertEquals(List.of(new Point(1, 0.5), new Point(3, 0.25)), log.curves().get("loss"));
    assertEquals(List.of(new Point(2, 0.75)), log.curves().get("accuracy.easy"));
    Files.writeString(file, "{\"step\":1}\n{broken\n");
    String message =
        String.valueOf(assertThrows(IOException.class, () -> MetricsLog.read(file)).getMessage());
    assertTrue(message.contains("metrics.jsonl:2"), message);
  }

  @Test
  void thinningKeepsTheMean() {
    List<Point> points = points(1000, 0.01);
    List<Point> thinned = MetricsLog.thinned(points, 100);
    assertEquals(100, thinned.size());
    assertEquals(
        points.stream().mapToDouble(Point::y).average().orElseThrow(),
        thinned.stream().mapToDouble(Point::y).average().orElseThrow(),
        1e-12);
  }
}
