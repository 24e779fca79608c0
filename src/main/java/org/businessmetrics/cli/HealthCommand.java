package org.businessmetrics.cli;

import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.run.Health;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** For monitors. */
@Command(
    name = "health",
    description = "Says whether the database, the source, the facts and the last run are well.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics health                  a line a service",
      "  metrics health --json           the document that monitors read",
      "",
      "Exit code 0 when all are healthy, 1 otherwise."
    })
final class HealthCommand implements Callable<Integer> {
  @Mixin private Common common;

  HealthCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Health health = Health.of(common.installation());
    if (common.json()) {
      common.out().println(Json.of(health));
    } else {
      common.say(health.status());
      health.services().forEach((name, state) -> common.say("  %-10s %s".formatted(name, state)));
    }
    if (common.quiet() && !common.json()) {
      health.services().entrySet().stream()
          .filter(service -> !service.getValue().equals(Health.HEALTHY))
          .forEach(service -> common.complain(service.getKey() + " is " + service.getValue()));
    }
    return (health.isHealthy() ? ExitCode.OK : ExitCode.UNHEALTHY).code();
  }
}
