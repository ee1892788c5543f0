package avts.pretrain.report;

import avts.datasets.io.AtomicFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.html.HtmlEscapers;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes reports as one HTML file that needs nothing else: Chart.js (MIT), data, pictures and sound
 * are inside. The page follows the reader's light or dark setting.
 */
public final class ReportPage {
  private static final Pattern MARK = Pattern.compile("/\\*([A-Z]+)\\*/");
  private static final String LIBRARY = "META-INF/resources/webjars/chart.js/";

  private ReportPage() {}

  /** Writes {@code report} to {@code file}, which appears complete or not at all. */
  public static void write(Report report, Path file) throws IOException {
    AtomicFiles.replace(file, html(report));
  }

  /** Returns the page. */
  static String html(Report report) {
    Map<String, String> parts =
        Map.of(
            "TITLE", HtmlEscapers.htmlEscaper().escape(report.title()),
            "STYLE", resource("page.css"),
            "LIBRARY", library(),
            "SCRIPT", resource("page.js"),
            "DATA", json(report));
    // One pass, so that nothing a user wrote is taken for a mark.
    return MARK.matcher(resource("page.html"))
        .replaceAll(
            mark -> Matcher.quoteReplacement(parts.getOrDefault(mark.group(1), mark.group())));
  }

  /** JSON in which no end tag can hide; the page reads it back as it was. */
  private static String json(Report report) {
    try {
      return JsonMapper.builder()
          .build()
          .writeValueAsString(report)
          .replace("<", "\\u003c")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report cannot be written as JSON", e);
    }
  }

  private static String library() {
    String version = resource("chartjs.version").strip();
    URL url = Resources.getResource(LIBRARY + version + "/dist/chart.umd.js");
    // The comment names a file of debugging aids that is not there.
    return read(url).replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  private static String resource(String name) {
    return read(Resources.getResource(ReportPage.class, name));
  }

  private static String read(URL resource) {
    try {
      return Resources.toString(resource, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a part of the program cannot be read: " + resource, e);
    }
  }
}
