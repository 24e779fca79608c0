package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.plan.Request;
import org.businessmetrics.source.postgres.Grants;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with the two roles of the README and nothing more, and what it leaves of their secrets. */
class LeastPrivilegeTest {
  private static final Path NUMERAI = Path.of("sql", "sources", "numerai");
  private static final Parameters COMPANY =
      new Parameters(150, 40, LocalDate.of(2025, 11, 30), ZoneOffset.UTC, 4);

  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final String readersPassword = "reader-" + UUID.randomUUID();
  private final String ownersPassword = "owner-" + UUID.randomUUID();
  private final Path folder;

  LeastPrivilegeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aRunNeedsNoMoreThanItsTwoRolesAndLeavesNoneOfTheirSecrets() throws Exception {
    String reader = "reader_" + id;
    String owner = "owner_" + id;
    DatabaseAddress app = TestDatabase.create();
    SampleCompany.fill(Path.of(""), app, COMPANY, step -> {});
    TestDatabase.execute(
        app, "create role %s login password '%s'".formatted(reader, readersPassword));
    TestDatabase.execute(app, new Grants(NUMERAI).statements(reader).toArray(String[]::new));
    Pipeline pipeline =
        Pipeline.overPostgres(folder, TestDatabase.as(app, reader, readersPassword), "");
    DatabaseAddress store = pipeline.database();
    TestDatabase.execute(
        store,
        "create role %s login password '%s'".formatted(owner, ownersPassword),
        "alter database %s owner to %s"
            .formatted(store.url().substring(store.url().lastIndexOf('/') + 1), owner));
    pipeline.reachedAt(TestDatabase.as(store, owner, ownersPassword));

    Outcome outcome =
        pipeline.execute(COMPANY.instant(), new Request.Nightly(), RunOptions.NIGHTLY);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.published()).isNotEmpty();
    assertThat(outcome.reports()).isNotEmpty();

    TestDatabase.execute(app, "revoke select (event_name) on event_tracking from " + reader);
    assertThatThrownBy(() -> pipeline.night(COMPANY.instant().plusSeconds(86_400)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(failure.toString()).doesNotContain(readersPassword, ownersPassword);
            })
        .hasMessageContaining("event_name");

    assertThat(filesWith(readersPassword)).isEmpty();
    assertThat(filesWith(ownersPassword)).isEmpty();
    assertThat(tablesWith(pipeline, readersPassword)).isEmpty();
    assertThat(tablesWith(pipeline, ownersPassword)).isEmpty();
  }

  private List<Path> filesWith(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, secret)).toList();
    }
  }

  private static boolean contains(Path file, String secret) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret);
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  private static List<String> tablesWith(Pipeline pipeline, String secret) {
    List<String> tables =
        pipeline.rows(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
                + " where schemaname in ('metrics', 'pipeline')");
    assertThat(tables).hasSizeGreaterThan(20);
    return tables.stream()
        .filter(
            table ->
                !pipeline
                    .rows(
                        "select 1 from %s t where strpos(t::text, '%s') > 0 limit 1"
                            .formatted(table, secret))
                    .isEmpty())
        .toList();
  }
}
