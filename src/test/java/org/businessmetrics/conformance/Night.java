package org.businessmetrics.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.testing.Pipeline;

/** An installation whose one night runs when it is first asked, and never twice. */
final class Night {
  private final Pipeline pipeline;
  private final Instant now;
  private State state = State.DUE;

  private enum State {
    DUE,
    FAILED,
    PUBLISHED
  }

  Night(Pipeline pipeline, Instant now) {
    this.pipeline = pipeline;
    this.now = now;
  }

  /** The rows of a query over what the night published, a bar between the columns. */
  List<String> rows(String sql) {
    if (state == State.DUE) {
      state = State.FAILED;
      assertThat(pipeline.night(now).exitCode()).isEqualTo(ExitCode.OK);
      state = State.PUBLISHED;
    }
    assertThat(state)
        .as("the night, whose failure an earlier test shows")
        .isEqualTo(State.PUBLISHED);
    return pipeline.rows(sql);
  }
}
