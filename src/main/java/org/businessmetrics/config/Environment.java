package org.businessmetrics.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables that say where things are. An empty variable counts as not set. Nothing
 * is required until it is asked for.
 */
public final class Environment {
  private static final String SOURCE = "METRICS_SOURCE";
  private static final String DATABASE = "METRICS_DATABASE";

  private final Map<String, String> variables;
  private final Path home;

  private Environment(Map<String, String> variables, Path home) {
    this.variables = Map.copyOf(variables);
    this.home = home;
  }

  /**
   * @param home the project's directory, where the defaults of the paths begin
   */
  public static Environment from(Map<String, String> variables, Path home) {
    return new Environment(variables, home);
  }

  /**
   * The application's database. Whoever reads it publishes too, so a missing address of either
   * database is named.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} naming every variable that is missing
   */
  public DatabaseAddress source() {
    return address(SOURCE, SOURCE, DATABASE);
  }

  /**
   * The pipeline's own database.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} naming every variable that is missing
   */
  public DatabaseAddress database() {
    return address(DATABASE, DATABASE);
  }

  /**
   * The server that sends mail, {@code SMTP_URL}.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} when it is missing or can't be used
   */
  public MailServer mailServer() {
    return MailServer.parse(
        variable("SMTP_URL")
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.CONFIGURATION,
                        "SMTP_URL is not set, and the job has the key mail (must be as in %s)"
                            .formatted(MailServer.EXAMPLE))));
  }

  /** The root of facts and state, {@code METRICS_FACTS_PATH}; absolute. */
  public Path facts() {
    return path("METRICS_FACTS_PATH", ".metrics/facts");
  }

  /** The root of reports and logs, {@code METRICS_OUTPUT_PATH}; absolute. */
  public Path output() {
    return path("METRICS_OUTPUT_PATH", ".metrics/output");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  private Path path(String name, String otherwise) {
    String given = variable(name).orElse(otherwise);
    if (given.contains("://")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s is '%s' (must be a directory of a local or mounted file system)"
              .formatted(name, given));
    }
    Path base = variable(name).isPresent() ? Path.of("") : home;
    return base.resolve(given).toAbsolutePath().normalize();
  }

  private DatabaseAddress address(String prefix, String... needed) {
    List<String> missing = new ArrayList<>();
    for (String each : needed) {
      if (variable(each + "_URL").isEmpty()) {
        missing.add(each + "_URL");
      }
    }
    if (!missing.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s not set (must be a PostgreSQL URL, as in postgresql://localhost:5432/app; user and"
                  .formatted(String.join(" and ", missing) + (missing.size() > 1 ? " are" : " is"))
              + " password go into …_USER and …_PASSWORD or …_PASSWORD_FILE)");
    }
    DatabaseUrl url = DatabaseUrl.parse(prefix + "_URL", variable(prefix + "_URL").orElseThrow());
    return new DatabaseAddress(
        url.jdbc(),
        variable(prefix + "_USER").or(url::user),
        password(prefix).or(() -> url.password().map(Secret::new)));
  }

  private Optional<Secret> password(String prefix) {
    Optional<String> direct = variable(prefix + "_PASSWORD");
    Optional<String> file = variable(prefix + "_PASSWORD_FILE");
    if (direct.isPresent() && file.isPresent()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s_PASSWORD and %s_PASSWORD_FILE are both set (set one of them)"
              .formatted(prefix, prefix));
    }
    return direct.or(() -> file.map(name -> read(prefix, name))).map(Secret::new);
  }

  private static String read(String prefix, String file) {
    try {
      return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s_PASSWORD_FILE is '%s' (must be a readable file that holds the password)"
              .formatted(prefix, file),
          e);
    }
  }
}
