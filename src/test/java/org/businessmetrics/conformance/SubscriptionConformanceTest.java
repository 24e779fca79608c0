package org.businessmetrics.conformance;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions that others published, with their MRR, its movements and churn. */
class SubscriptionConformanceTest {
  /** The other tests share the session. */
  @AfterAll
  static void zoneAsBefore() {
    TestSpark.session().conf().set("spark.sql.session.timeZone", "UTC");
  }

  @TestFactory
  Stream<DynamicNode> agreesWithThePlaybook(@TempDir Path work) {
    return ConformanceTest.asked(
        () -> MrrPlaybook.questions(PublishedData.subscriptions("01_mrr_playbook"), work));
  }

  @TestFactory
  Stream<DynamicNode> agreesWithTheScenariosOfOtherTools(@TempDir Path work) {
    return ConformanceTest.asked(
        () -> SubscriptionScenarios.questions(PublishedData.subscriptions(""), work));
  }

  @TestFactory
  Stream<DynamicNode> agreesWithThePublishedFiguresOfRavenStack(@TempDir Path work) {
    return ConformanceTest.asked(
        () -> RavenStack.questions(PublishedData.dataSet("ravenstack"), work));
  }

  @TestFactory
  Stream<DynamicNode> agreesWithThePublishedFiguresOfTheTelephoneCompany(@TempDir Path work) {
    return ConformanceTest.asked(
        () -> TelcoChurn.questions(PublishedData.dataSet("telco_churn"), work));
  }
}
