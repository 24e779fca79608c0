package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.MailServer.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {
  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.com, 587, STARTTLS",
    "smtp://mail.example.com:2525, 2525, STARTTLS",
    "smtps://mail.example.com, 465, TLS",
    "smtp://localhost, 587, STARTTLS",
    "smtp://localhost?plain=true, 25, NONE",
    "smtp://127.0.0.1:1025?plain=true, 1025, NONE",
  })
  void knowsPortAndProtection(String url, int port, Security security) {
    MailServer server = MailServer.parse(url);
    assertThat(server.port()).isEqualTo(port);
    assertThat(server.security()).isEqualTo(security);
    assertThat(server.user()).isEmpty();
  }

  @Test
  void takesUserAndPasswordOutAndNeverPrintsThePassword() {
    MailServer server = MailServer.parse("smtp://ann%40example.com:hunter2%2F+@mail.example.com");
    assertThat(server.user()).contains("ann@example.com");
    assertThat(server.password()).isEqualTo(Optional.of(new Secret("hunter2/+")));
    assertThat(server.toString()).doesNotContain("hunter2");
    assertThat(server.display()).isEqualTo("mail.example.com:587");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.example.com",
        "http://ann:hunter2@mail.example.com",
        "smtp://ann:hunter2@",
        "smtp://ann:hunter2 @mail.example.com",
        "smtp://ann:hunter2@mail.example.com?starttls=no",
      })
  void refusesWhatIsNoMailServerWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> MailServer.parse(url))
        .hasMessageStartingWith("SMTP_URL is no mail server's URL")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void speaksPlainTextOnlyToThisMachine() {
    assertThatThrownBy(() -> MailServer.parse("smtp://mail.example.com?plain=true"))
        .hasMessageContaining("plain text to mail.example.com (allowed to localhost only");
  }

  @Test
  void refusesAUserWithoutAPassword() {
    assertThatThrownBy(() -> MailServer.parse("smtp://ann@mail.example.com"))
        .hasMessageContaining("a user or a password alone");
  }

  @Test
  void saysWhichVariableIsMissing() {
    assertThatThrownBy(() -> Environment.from(Map.of(), Path.of("")).mailServer())
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageStartingWith("SMTP_URL is not set");
  }
}
