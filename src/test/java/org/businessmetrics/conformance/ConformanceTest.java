package org.businessmetrics.conformance;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.conformance.Question.NotCovered;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Published data with known answers through the whole night: see docs/conformance.md. */
class ConformanceTest {
  private record Setting(BusinessCalendar calendar, List<String> kinds, List<CaseEvent> events) {}

  @AfterAll
  static void putBackTheZone() {
    TestSpark.session().conf().set("spark.sql.session.timeZone", "UTC");
  }

  @TestFactory
  Stream<DynamicNode> agreesWithTheCasesOfOtherTools(@TempDir Path work) {
    return orSkipped(() -> cases(work));
  }

  @TestFactory
  Stream<DynamicNode> agreesWithThePublishedFiguresOfRetentioneer(@TempDir Path work) {
    return asked(() -> Retentioneer.questions(PublishedData.dataSet("retentioneer"), work));
  }

  @TestFactory
  Stream<DynamicNode> agreesWithThePublishedFiguresOfSakila(@TempDir Path work) {
    return asked(() -> Sakila.questions(PublishedData.dataSet("sakila"), work));
  }

  /** Questions as tests, or one test that is skipped. */
  static Stream<DynamicNode> asked(Supplier<List<Question>> questions) {
    return orSkipped(() -> tests(questions.get()));
  }

  /** A factory that is skipped leaves no trace in the report, so it makes a test that is. */
  static Stream<DynamicNode> orSkipped(Supplier<List<? extends DynamicNode>> tests) {
    try {
      return tests.get().stream().map(Function.identity());
    } catch (TestAbortedException e) {
      return Stream.of(failing("has published data to compare with", e));
    }
  }

  private static List<DynamicContainer> cases(Path work) {
    List<CaseFolder> cases =
        CaseFolder.below(PublishedData.folder()).stream()
            .filter(folder -> CaseReader.of(folder.metric()).isPresent())
            .toList();
    assumeFalse(cases.isEmpty(), "The published data hold no case of a metric that is computed");
    return cases.stream()
        .map(folder -> DynamicContainer.dynamicContainer(folder.name(), tests(folder, work)))
        .toList();
  }

  private static List<DynamicTest> tests(List<Question> questions) {
    return questions.stream().map(Question::test).toList();
  }

  private static DynamicTest failing(String name, RuntimeException problem) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          throw problem;
        });
  }

  private static List<DynamicTest> tests(CaseFolder folder, Path work) {
    try {
      return tests(questions(folder, work.resolve(folder.name())));
    } catch (RuntimeException e) {
      // One folder that cannot be read must not keep the others from being asked.
      return List.of(failing("is read", e));
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
    for (CaseRun run : folder.runs().stream().map(reader::prepared).toList()) {
      if (run.expected().isMissingNode()) {
        questions.add(new NotCovered(run.name(), "expected.json says nothing of it"));
        continue;
      }
      CaseNight night =
          nights.computeIfAbsent(
              new Setting(run.calendar(), run.kinds(), run.events()),
              setting -> new CaseNight(work.resolve(Integer.toString(nights.size())), run));
      questions.addAll(reader.questions(run, night));
    }
    return questions;
  }
}
