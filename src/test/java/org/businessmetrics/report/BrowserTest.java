package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The HTML pages in Chromium, as wide as a phone and as a desk: {@code mvn test -P browser}. Needs
 * Debian's packages chromium and chromium-driver; leaves pictures in {@code target/browser}.
 */
@Tag("browser")
class BrowserTest {
  private static final Path PICTURES = Path.of("target", "browser");

  /** What is wider than its box or the window, without a reader being able to see the rest. */
  private static final String CUT_OFF =
      """
      return [...document.querySelectorAll('body *')]
        .filter(e => !(e instanceof SVGElement))
        .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline'
          || e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 60));
      """;

  private static final String BROKEN_PICTURES =
      "return [...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.alt);";

  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(PICTURES);
    ChromeOptions options = new ChromeOptions();
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars");
    options.setBinary(onPath("chromium").toFile());
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver").toFile())
                .build(),
            options);
  }

  private static Path onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    program + " is not on the PATH: apt-get install chromium chromium-driver"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "business-metrics, 390",
    "business-metrics, 1280",
    "weekly-leadership, 390",
    "weekly-leadership, 1280",
    "monthly-board, 390",
    "monthly-board, 1280"
  })
  void showsAllOfThePageAndComplainsOfNothing(String report, int width) throws IOException {
    Path page = PICTURES.resolve(report + ".html").toAbsolutePath();
    ReportConfig config = ReportConfig.load(Path.of("reports", report + ".yaml"), Headlines.ALL);
    Files.write(page, HtmlRenderer.render(new SampleCompany().page(config).snapshot()));
    resize(width, 900);
    browser.get(page.toUri().toString());

    Files.write(PICTURES.resolve("%s-%d.png".formatted(report, width)), picture(width));
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    assertThat(strings(BROKEN_PICTURES)).isEmpty();
    assertThat(strings(CUT_OFF)).isEmpty();
  }

  @Test
  void printsEachPageOnASheetOfItsOwn() throws IOException {
    Path page = PICTURES.resolve("printed.html").toAbsolutePath();
    ReportSnapshot snapshot = new SampleCompany().snapshot();
    Files.write(page, HtmlRenderer.render(snapshot));
    browser.get(page.toUri().toString());

    Map<String, Object> printed =
        browser.executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true));
    byte[] pdf = Base64.getDecoder().decode((String) Objects.requireNonNull(printed.get("data")));
    Files.write(PICTURES.resolve("printed.pdf"), pdf);
    try (PDDocument sheets = Loader.loadPDF(pdf)) {
      assertThat(sheets.getNumberOfPages()).isEqualTo(snapshot.report().pages().size());
    }
  }

  /** Of the whole page, however long. */
  private static byte[] picture(int width) {
    long height =
        (Long)
            Objects.requireNonNull(
                browser.executeScript("return document.documentElement.scrollHeight"));
    resize(width, height);
    Map<String, Object> shot =
        browser.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode((String) Objects.requireNonNull(shot.get("data")));
  }

  private static void resize(int width, long height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 640));
  }

  private static List<?> strings(String script) {
    return (List<?>) Objects.requireNonNull(browser.executeScript(script));
  }
}
