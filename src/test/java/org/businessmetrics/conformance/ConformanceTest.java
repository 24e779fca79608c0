package org.businessmetrics.conformance;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.conformance.Question.NotCovered;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Published data with known answers through the whole night: see docs/conformance.md. */
class ConformanceTest {
  private record Setting(BusinessCalendar calendar, List<String> kinds) {}

  @AfterAll
  static void putBackTheZone() {
    TestSpark.session().conf().set("spark.sql.session.timeZone", "UTC");
  }

  @TestFactory
  Stream<DynamicContainer> agreesWithTheCasesOfOtherTools(@TempDir Path work) {
    List<CaseFolder> cases =
        CaseFolder.below(PublishedData.folder()).stream()
            .filter(folder -> CaseReader.of(folder.metric()).isPresent())
            .toList();
    assumeFalse(cases.isEmpty(), "The published data hold no case of a metric that is computed");
    return cases.stream()
        .map(folder -> DynamicContainer.dynamicContainer(folder.name(), tests(folder, work)));
  }

  @TestFactory
  Stream<DynamicTest> agreesWithThePublishedFiguresOfRetentioneer(@TempDir Path work) {
    return Retentioneer.questions(PublishedData.dataSet("retentioneer"), work).stream()
        .map(Question::test);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithThePublishedFiguresOfSakila(@TempDir Path work) {
    return Sakila.questions(PublishedData.dataSet("sakila"), work).stream().map(Question::test);
  }

  private static List<DynamicTest> tests(CaseFolder folder, Path work) {
    try {
      return questions(folder, work.resolve(folder.name())).stream().map(Question::test).toList();
    } catch (RuntimeException e) {
      // One folder that cannot be read must not keep the others from being asked.
      return List.of(
          DynamicTest.dynamicTest(
              "is read",
              () -> {
                throw e;
              }));
    }
  }

  private static List<Question> questions(CaseFolder folder, Path work) {
    List<Question> questions = new ArrayList<>(folder.unread());
    // A parameter that is not understood may change what every figure means.
    if (!folder.isUnderstood()) {
      return questions;
    }
    CaseReader reader = CaseReader.of(folder.metric()).orElseThrow();
    Map<Setting, CaseNight> nights = new HashMap<>();
    for (CaseRun run : folder.runs()) {
      if (run.expected().isMissingNode()) {
        questions.add(new NotCovered(run.name(), "expected.json says nothing of it"));
        continue;
      }
      CaseNight night =
          nights.computeIfAbsent(
              new Setting(run.calendar(), run.kinds()),
              setting -> new CaseNight(work.resolve(Integer.toString(nights.size())), run));
      questions.addAll(reader.questions(run, night));
    }
    return questions;
  }
}
