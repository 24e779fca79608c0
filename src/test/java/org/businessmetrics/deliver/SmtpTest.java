package org.businessmetrics.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.DummySSLSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.config.MailServer;
import org.businessmetrics.config.MailServer.Security;
import org.businessmetrics.config.Secret;
import org.businessmetrics.deliver.Transport.Accepted;
import org.businessmetrics.deliver.Transport.Deferred;
import org.businessmetrics.deliver.Transport.Reply;
import org.businessmetrics.testing.MailServers;
import org.businessmetrics.testing.ScriptedServer;
import org.businessmetrics.testing.ScriptedServer.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpTest {
  private static final MailAddress ANN = MailAddress.parse(SampleTerms.ANN);
  private static final String TEXT =
      """
      From: metrics@example.com
      To: ann@example.com
      Message-ID: <1@example.com>
      Subject: the figures

      One line.
      .a line that begins with a dot
      """
          .replace("\n", "\r\n");

  private final Path folder;

  SmtpTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void handsOverTheExactBytes() throws Exception {
    try (ScriptedServer server = ScriptedServer.inPlainText()) {
      assertThat(send(server, Security.NONE)).isEqualTo(new Accepted("250 2.0.0 queued as 1"));
      assertThat(server.received()).containsExactly(TEXT);
      assertThat(server.commands())
          .contains("MAIL FROM:<metrics@example.com>", "RCPT TO:<ann@example.com>");
    }
  }

  @Test
  void speaksToARealServerInPlainTextAndWithUserAndPassword() throws Exception {
    GreenMail greenMail = MailServers.start("smtp");
    try {
      greenMail.setUser(SampleTerms.ANN, "ann", "hunter2");
      int port = greenMail.getSmtp().getPort();
      assertThat(send(port, Security.NONE, Optional.empty())).isInstanceOf(Accepted.class);
      assertThat(send(port, Security.NONE, Optional.of("hunter2"))).isInstanceOf(Accepted.class);
      MimeMessage[] received = greenMail.getReceivedMessages();
      assertThat(received).hasSize(2);
      assertThat(received[1].getMessageID()).isEqualTo("<1@example.com>");
      Reply refused = send(port, Security.NONE, Optional.of("wr0ngpassword"));
      assertThat(refused)
          .isInstanceOfSatisfying(
              Deferred.class, deferred -> assertThat(deferred.isAway()).isTrue());
      assertThat(refused.text())
          .contains("does not let the user of SMTP_URL in: 535")
          .doesNotContain("wr0ngpassword");
    } finally {
      greenMail.stop();
    }
  }

  @Test
  void startsTlsAndGoesOnInIt() throws Exception {
    Certificate certificate = Certificate.of("localhost", folder);
    try (ScriptedServer server = ScriptedServer.offeringTls(certificate.server())) {
      Reply reply = send(server, Security.STARTTLS, certificate.trusting());
      assertThat(reply).isEqualTo(new Accepted("250 2.0.0 queued as 1"));
      assertThat(server.commands()).contains("STARTTLS");
    }
  }

  @Test
  void sendsNothingWithoutTls() throws Exception {
    try (ScriptedServer server = ScriptedServer.inPlainText()) {
      Reply reply = send(server, Security.STARTTLS);
      assertThat(reply).isInstanceOf(Deferred.class);
      assertThat(reply.text()).contains("STARTTLS is required");
      assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void sendsNothingToAServerOfAnotherNameOrThatNobodyVouchesFor() throws Exception {
    Certificate other = Certificate.of("elsewhere.example.com", folder);
    try (ScriptedServer server = ScriptedServer.offeringTls(other.server())) {
      for (Reply reply :
          new Reply[] {
            send(server, Security.STARTTLS, other.trusting()), send(server, Security.STARTTLS)
          }) {
        assertThat(reply).isInstanceOf(Deferred.class);
        assertThat(reply.text()).containsIgnoringCase("TLS");
      }
      assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void speaksTlsFromTheFirstByteToAServerThatIsTrusted() throws Exception {
    Certificate certificate = Certificate.of("localhost", folder);
    try (ScriptedServer server = ScriptedServer.overTls(certificate.server())) {
      assertThat(send(server, Security.TLS)).isInstanceOf(Deferred.class);
      assertThat(server.commands()).as("to whom nobody vouches for").isEmpty();
      assertThat(send(server, Security.TLS, certificate.trusting()))
          .isEqualTo(new Accepted("250 2.0.0 queued as 1"));
      assertThat(server.received()).containsExactly(TEXT);
      assertThat(server.commands()).doesNotContain("STARTTLS");
    }
  }

  @Test
  void sendsNothingOverTlsToAServerOfAnotherName() {
    GreenMail greenMail = MailServers.start("smtps");
    try {
      int port = greenMail.getSmtps().getPort();
      SSLSocketFactory trusting = new DummySSLSocketFactory();
      Reply reply =
          smtp(port, Security.TLS, Optional.empty(), Optional.of(trusting)).send(bytes(), ANN);
      assertThat(reply).isInstanceOf(Deferred.class);
      assertThat(greenMail.getReceivedMessages()).isEmpty();
    } finally {
      greenMail.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GREYLIST, Deferred, 451 4.7.1 try again later",
    "SHUT_DOWN, Deferred, 421 4.3.2 shutting down",
    "REFUSE, Refused, 550 5.1.1 no such user",
    "FULL_AFTER_DATA, Deferred, 452 4.3.1 no room",
    "SPAM_AFTER_DATA, Refused, 554 5.7.1 rejected",
    "DROP_DURING_DATA, Deferred, localhost:",
    "DROP_AFTER_DATA, Unknown, localhost:",
    "HANG_AFTER_DATA, Unknown, timed out",
  })
  void tellsApartWhatMayBeTriedAgain(Behaviour behaviour, String reply, String said)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.inPlainText().to(SampleTerms.ANN, behaviour)) {
      byte[] large =
          (TEXT + "x".repeat(70) + "\r\n".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
      Reply answer =
          smtp(server.port(), Security.NONE, Optional.empty(), Optional.empty()).send(large, ANN);
      assertThat(answer.getClass().getSimpleName()).as(answer.text()).isEqualTo(reply);
      assertThat(answer.text()).contains(said);
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void doesNotWaitForEverAndNamesTheServerThatIsAway() throws Exception {
    int port;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      Reply hanging = send(port, Security.NONE, Optional.empty());
      assertThat(hanging)
          .isInstanceOfSatisfying(
              Deferred.class, deferred -> assertThat(deferred.isAway()).isTrue());
    }
    Reply refusing = send(port, Security.NONE, Optional.empty());
    assertThat(refusing).isInstanceOf(Deferred.class);
    assertThat(refusing.text()).contains("localhost:" + port);
  }

  private static byte[] bytes() {
    return TEXT.getBytes(StandardCharsets.UTF_8);
  }

  private static Reply send(ScriptedServer server, Security security) {
    return send(server.port(), security, Optional.empty());
  }

  private static Reply send(ScriptedServer server, Security security, SSLSocketFactory sockets) {
    return smtp(server.port(), security, Optional.empty(), Optional.of(sockets)).send(bytes(), ANN);
  }

  private static Reply send(int port, Security security, Optional<String> password) {
    return smtp(port, security, password, Optional.empty()).send(bytes(), ANN);
  }

  private static Smtp smtp(
      int port, Security security, Optional<String> password, Optional<SSLSocketFactory> sockets) {
    MailServer server =
        new MailServer(
            "localhost", port, security, password.map(given -> "ann"), password.map(Secret::new));
    return new Smtp(server, Duration.ofSeconds(2), sockets);
  }
}
