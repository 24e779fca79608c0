package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  private static final Path HOME = Path.of("/srv/metrics");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "jdbc:postgresql://db:5432/app,              jdbc:postgresql://db:5432/app,        -,    -",
        "postgres://ann:s%3Acret@db:5432/app,        jdbc:postgresql://db:5432/app,        ann,  s:cret",
        "postgresql://ann@db/app?sslmode=require,    jdbc:postgresql://db/app?sslmode=require, ann, -",
        "postgresql://ann:a+b%20c@db/app,            jdbc:postgresql://db/app,             ann,  a+b c",
        "postgresql://ann:p@ss@db/app,               jdbc:postgresql://db/app,             ann,  p@ss",
        "jdbc:postgresql://db/app?user=bob&password=x&ssl=true, jdbc:postgresql://db/app?ssl=true, bob, x",
      })
  void readsUrlsAsPeopleHaveThem(String url, String jdbc, String user, String password) {
    DatabaseAddress address = environment(Map.of("METRICS_DATABASE_URL", url)).database();
    assertThat(address.url()).isEqualTo(jdbc);
    assertThat(address.user()).isEqualTo(Optional.ofNullable(user));
    assertThat(address.password().map(Secret::reveal)).isEqualTo(Optional.ofNullable(password));
  }

  @Test
  void prefersTheVariablesToTheUrl() {
    DatabaseAddress address =
        environment(
                Map.of(
                    "METRICS_SOURCE_URL", "postgres://ann:one@db/app",
                    "METRICS_SOURCE_USER", "bob",
                    "METRICS_SOURCE_PASSWORD", "two",
                    "METRICS_DATABASE_URL", "postgres://db/metrics"))
            .source();
    assertThat(address.user()).contains("bob");
    assertThat(address.password()).contains(new Secret("two"));
  }

  @Test
  void readsThePasswordFromAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), " s3cret \n");
    DatabaseAddress address =
        environment(
                Map.of(
                    "METRICS_DATABASE_URL",
                    "postgres://db/metrics",
                    "METRICS_DATABASE_PASSWORD_FILE",
                    file.toString()))
            .database();
    assertThat(address.password()).contains(new Secret(" s3cret "));
  }

  @Test
  void namesThePasswordFileThatIsNotThere() {
    Environment environment =
        environment(
            Map.of(
                "METRICS_DATABASE_URL", "postgres://db/metrics",
                "METRICS_DATABASE_PASSWORD_FILE", "/no/such/file"));
    assertThatThrownBy(environment::database)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessage(
            "METRICS_DATABASE_PASSWORD_FILE is '/no/such/file'"
                + " (must be a readable file that holds the password)");
  }

  @Test
  void namesEveryVariableThatIsMissingOnlyWhenItIsAskedFor() {
    Environment environment = environment(Map.of("METRICS_DATABASE_URL", " "));
    assertThat(environment.facts()).isEqualTo(Path.of("/srv/metrics/.metrics/facts"));
    assertThatThrownBy(environment::database)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageStartingWith("METRICS_DATABASE_URL is not set (must be a PostgreSQL URL");
    assertThatThrownBy(environment::source)
        .hasMessageStartingWith("METRICS_SOURCE_URL and METRICS_DATABASE_URL are not set");
  }

  @Test
  void refusesTwoPasswords() {
    Environment environment =
        environment(
            Map.of(
                "METRICS_DATABASE_URL", "postgres://db/metrics",
                "METRICS_DATABASE_PASSWORD", "one",
                "METRICS_DATABASE_PASSWORD_FILE", "/run/secrets/two"));
    assertThatThrownBy(environment::database)
        .hasMessage(
            "METRICS_DATABASE_PASSWORD and METRICS_DATABASE_PASSWORD_FILE are both set"
                + " (set one of them)");
  }

  @Test
  void neverPrintsAPassword() {
    Environment broken = environment(Map.of("METRICS_DATABASE_URL", "mysql://ann:hunter2@db/app"));
    assertThatThrownBy(broken::database)
        .hasMessage(
            "METRICS_DATABASE_URL is no PostgreSQL URL"
                + " (must look like postgresql://host:5432/database)");
    DatabaseAddress address =
        environment(Map.of("METRICS_DATABASE_URL", "postgres://ann:hunter2@db/app")).database();
    assertThat(address.toString()).doesNotContain("hunter2");
    assertThat(address.display()).isEqualTo("//db/app");
  }

  @Test
  void putsFactsAndOutputWhereTheVariablesSay() {
    Environment environment =
        environment(
            Map.of("METRICS_FACTS_PATH", "/data/facts", "METRICS_OUTPUT_PATH", "/data/../out"));
    assertThat(environment.facts()).isEqualTo(Path.of("/data/facts"));
    assertThat(environment.output()).isEqualTo(Path.of("/out"));
    assertThat(environment(Map.of()).output()).isEqualTo(Path.of("/srv/metrics/.metrics/output"));
  }

  @Test
  void refusesFactsOutsideTheFileSystem() {
    assertThatThrownBy(() -> environment(Map.of("METRICS_FACTS_PATH", "s3a://bucket/x")).facts())
        .hasMessage(
            "METRICS_FACTS_PATH is 's3a://bucket/x'"
                + " (must be a directory of a local or mounted file system)");
  }

  private static Environment environment(Map<String, String> variables) {
    return Environment.from(variables, HOME);
  }
}
