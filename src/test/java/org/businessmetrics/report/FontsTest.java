package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.businessmetrics.config.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {
  private final Path folder;

  FontsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void drawsTheSamePageOnAMachineWithoutAnyFontAndInAnotherLanguage() throws Exception {
    ReportSnapshot snapshot = new SampleCompany().snapshot();
    Reports.write(snapshot, folder.resolve("here"), EnumSet.of(Format.PNG, Format.PDF));
    Result result =
        drawWithoutSystemFonts(
            snapshot,
            List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Tokyo"));
    assertThat(result.output()).isEmpty();
    assertThat(result.exitCode()).isZero();
    for (String name :
        List.of("business-metrics-2026-11-22.png", "business-metrics-2026-11-22.pdf")) {
      assertThat(folder.resolve("there").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("here").resolve(name));
    }
  }

  @Test
  void namesThePackagesToInstallWhenJavaFindsNoFontsAtAll() throws Exception {
    Result result =
        drawWithoutSystemFonts(
            new SampleCompany().snapshot(), List.of("-Dsun.awt.fontconfig=/does/not/exist"));
    assertThat(result.exitCode()).isEqualTo(ExitCode.SYSTEM.code());
    assertThat(result.output()).contains("apt-get install fontconfig libfreetype6");
    assertThat(result.output().lines()).hasSize(1);
  }

  @Test
  void hasEveryLetterThatThePageItselfUses() {
    assertThat(Fonts.lacking("−–—…·±“”’!%:,.()/+ $€£¥₹₩₺₫₴₽ äöüßéèñøåçœšžł абв αβγ")).isEmpty();
    assertThat(Fonts.lacking("Umsatz 図 ✓")).contains("図✓");
  }

  @Test
  void spellsWhatItHasNoLettersFor() {
    assertThat(Fonts.printable("a図\nb")).isEqualTo("atu b");
    assertThat(Fonts.printable("图表导出")).isEqualTo("tu biao dao chu");
    assertThat(Fonts.printable("공유 보드")).isEqualTo("gong-yu bodeu");
    assertThat(Fonts.printable("Экспорт 🚀")).isEqualTo("Экспорт ?");
    assertThat(Fonts.printable("Füße, Ελλάδα")).isEqualTo("Füße, Ελλάδα");
  }

  private record Result(int exitCode, String output) {}

  private Result drawWithoutSystemFonts(ReportSnapshot snapshot, List<String> options)
      throws IOException, InterruptedException {
    Path json = Files.writeString(folder.resolve("snapshot.json"), snapshot.toJson());
    Path noFonts =
        Files.writeString(
            folder.resolve("fonts.conf"),
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Duser.home=" + folder);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), DrawAPage.class.getName()));
    command.addAll(List.of(json.toString(), folder.resolve("there").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("FONTCONFIG_FILE", noFonts.toString());
    Path output = folder.resolve("output.txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
