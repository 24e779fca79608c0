package org.businessmetrics.conformance;

import java.util.List;
import java.util.Optional;

/** Turns a run of a case into questions to the published tables. */
interface CaseReader {
  /** The reader of the cases whose {@code params.json} names this metric, if it is computed. */
  static Optional<CaseReader> of(String metric) {
    return switch (metric) {
      case "lifecycle" -> Optional.of(new LifecycleCase());
      case "active_users" -> Optional.of(new ActiveUsersCase());
      case "stickiness" -> Optional.of(new StickinessCase());
      case "retention" -> Optional.of(new RetentionCase());
      default -> Optional.empty();
    };
  }

  /** The run as the pipeline can be asked it: with users and accounts as they are meant here. */
  default CaseRun prepared(CaseRun run) {
    return run;
  }

  /**
   * @param night to be told which days are needed, and to be asked by the questions
   */
  List<Question> questions(CaseRun run, CaseNight night);
}
