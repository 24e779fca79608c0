package org.businessmetrics.deliver;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.config.MailServer;
import org.businessmetrics.config.MailServer.Security;
import org.businessmetrics.config.Secret;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Sends by SMTP, a connection a message. The server's identity is checked, nothing waits for ever,
 * and a password never goes over a connection that is not protected, but for one within this
 * machine.
 */
public final class Smtp implements Transport {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MailServer server;
  private final Session session;

  public Smtp(MailServer server) {
    this(server, PATIENCE, Optional.empty());
  }

  /**
   * @param patience how long a connection, a read or a write may take
   * @param sockets whom to trust; empty: whom Java trusts
   */
  Smtp(MailServer server, Duration patience, Optional<SSLSocketFactory> sockets) {
    this.server = server;
    Properties properties = new Properties();
    String millis = Long.toString(patience.toMillis());
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.auth", Boolean.toString(server.user().isPresent()));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(server.security() == Security.TLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    String startTls = Boolean.toString(server.security() == Security.STARTTLS);
    properties.put("mail.smtp.starttls.enable", startTls);
    properties.put("mail.smtp.starttls.required", startTls);
    sockets.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
    this.session = Session.getInstance(properties);
  }

  @Override
  public Reply send(byte[] message, MailAddress to) {
    Tracked transport = new Tracked(session);
    try {
      transport.connect(
          server.host(),
          server.port(),
          server.user().orElse(null),
          server.password().map(Secret::reveal).orElse(null));
      MimeMessage parsed = new MimeMessage(session, new ByteArrayInputStream(message));
      transport.sendMessage(parsed, new Address[] {new InternetAddress(to.toString())});
      return new Accepted(transport.accepted().orElse("taken over"));
    } catch (AuthenticationFailedException e) {
      return new Deferred(
          "%s does not let the user of SMTP_URL in: %s".formatted(server.display(), line(e)), true);
    } catch (MessagingException e) {
      return reply(transport, e);
    } finally {
      close(transport);
    }
  }

  private Reply reply(Tracked transport, MessagingException error) {
    Optional<String> accepted = transport.accepted();
    if (accepted.isPresent()) {
      return new Accepted(accepted.get());
    }
    OptionalInt code = code(error);
    if (code.isPresent()) {
      return code.getAsInt() >= 500
          ? new Refused(line(error))
          : new Deferred(line(error), code.getAsInt() == 421);
    }
    String said = "%s: %s".formatted(server.display(), line(error));
    return transport.isHandedOver() ? new Unknown(said) : new Deferred(said, true);
  }

  /** The code of the server's answer, where it is one that says no. */
  private static OptionalInt code(MessagingException error) {
    for (Exception each = error; each != null; each = next(each)) {
      int code =
          each instanceof SMTPSendFailedException failed
              ? failed.getReturnCode()
              : each instanceof SMTPAddressFailedException address ? address.getReturnCode() : -1;
      if (code >= 400 && code < 600) {
        return OptionalInt.of(code);
      }
    }
    return OptionalInt.empty();
  }

  /** The most telling message of a chain, on one line. */
  private static String line(MessagingException error) {
    String said = String.valueOf(error.getMessage());
    for (Exception each = error; each != null; each = next(each)) {
      boolean says =
          each instanceof SMTPSendFailedException || each instanceof SMTPAddressFailedException;
      if (says && code((MessagingException) each).isPresent()) {
        said = String.valueOf(each.getMessage());
      }
    }
    Exception cause = error.getNextException();
    boolean isBare = cause instanceof IOException && !said.contains(cause.toString());
    return (isBare ? said + ": " + cause : said).replaceAll("\\s+", " ").strip();
  }

  private static @Nullable Exception next(Exception each) {
    return each instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static void close(Tracked transport) {
    try {
      transport.close();
    } catch (MessagingException alreadyGone) {
      // What became of the message is known by now.
    }
  }

  /** Knows how far a message got. */
  private static final class Tracked extends SMTPTransport {
    private boolean isHandedOver;
    private Optional<String> accepted = Optional.empty();

    Tracked(Session session) {
      super(session, new URLName("smtp", null, -1, null, null, null));
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
      isHandedOver = true;
      super.finishData();
      accepted = Optional.of(getLastServerResponse().strip());
    }

    boolean isHandedOver() {
      return isHandedOver;
    }

    Optional<String> accepted() {
      return accepted;
    }
  }
}
