package org.businessmetrics.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Step;
import org.businessmetrics.ledger.StepState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes down each step of a run where operators look: in the ledger, the log, on the terminal. */
final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Ledger ledger;
  private final Progress progress;
  private final Clock clock;
  private final UUID runId;
  private final Cancellation cancellation;

  Steps(Ledger ledger, Progress progress, Clock clock, UUID runId, Cancellation cancellation) {
    this.cancellation = cancellation;
    this.ledger = ledger;
    this.progress = progress;
    this.clock = clock;
    this.runId = runId;
  }

  /** What a step may fail with beside what it returns. */
  interface Work<T> {
    T run() throws Exception;
  }

  /** Says what the operator should know, and what stops nothing. */
  void warn(String message) {
    progress.warning(message);
  }

  /** Runs a step whose result counts no rows. */
  <T> T run(String name, String detail, Work<T> work) {
    return run(name, detail, work, result -> 0, result -> 0, result -> "");
  }

  /**
   * Runs a step.
   *
   * @param message what the ledger keeps of the result; empty for nothing
   */
  <T> T run(
      String name,
      String detail,
      Work<T> work,
      ToLongFunction<T> rowsIn,
      ToLongFunction<T> rowsOut,
      Function<T, String> message) {
    cancellation.check();
    MDC.put("step", name);
    Instant started = clock.instant();
    long startedNanos = System.nanoTime();
    ledger.startStep(runId, name, started);
    progress.began(name, detail);
    try {
      T result = work.run();
      Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
      long in = rowsIn.applyAsLong(result);
      long out = rowsOut.applyAsLong(result);
      String said = message.apply(result);
      ledger.endStep(runId, step(name, started, took, StepState.DONE, in, out, said));
      LOG.info("{} done in {} ms: {} rows in, {} out {}", name, took.toMillis(), in, out, said);
      progress.ended(name, took, in, out);
      return result;
    } catch (Exception e) {
      Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
      Failures.quietly(
          () ->
              ledger.endStep(
                  runId,
                  step(
                      name,
                      started,
                      took,
                      StepState.FAILED,
                      0,
                      0,
                      String.valueOf(e.getMessage()))));
      throw Failures.of(e);
    } finally {
      MDC.remove("step");
    }
  }

  private static Step step(
      String name,
      Instant started,
      Duration took,
      StepState state,
      long rowsIn,
      long rowsOut,
      String message) {
    return new Step(
        name,
        started,
        Optional.of(started.plus(took)),
        state,
        OptionalLong.of(rowsIn),
        OptionalLong.of(rowsOut),
        Optional.of(message).filter(said -> !said.isEmpty()));
  }
}
