package org.businessmetrics.deliver;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Writes a message as the bytes that go over the wire; the same parts give the same bytes. */
final class MimeWriter {
  private static final String UTF_8 = "UTF-8";

  private final Terms terms;
  private final Envelope envelope;

  MimeWriter(Terms terms, Envelope envelope) {
    this.terms = terms;
    this.envelope = envelope;
  }

  /** A picture in the HTML, or a file beside it. */
  static ByteArrayDataSource file(String name, String type, byte[] bytes) {
    ByteArrayDataSource file = new ByteArrayDataSource(bytes, type);
    file.setName(name);
    return file;
  }

  /** A notice: plain text, nothing else. */
  byte[] notice(String text) {
    return write(message -> message.setText(text, UTF_8));
  }

  /** A report: text and HTML with its pictures, and the files. */
  byte[] report(
      String text,
      String html,
      List<ByteArrayDataSource> pictures,
      List<ByteArrayDataSource> files) {
    return write(
        message -> {
          List<MimeBodyPart> related = new ArrayList<>();
          related.add(text(html, "html"));
          for (ByteArrayDataSource picture : pictures) {
            MimeBodyPart part = part(picture, MimeBodyPart.INLINE);
            part.setContentID("<" + contentId(picture) + ">");
            related.add(part);
          }
          List<MimeBodyPart> mixed = new ArrayList<>();
          mixed.add(
              holding(
                  multipart(
                      "alternative",
                      List.of(text(text, "plain"), holding(multipart("related", related))))));
          for (ByteArrayDataSource file : files) {
            mixed.add(part(file, MimeBodyPart.ATTACHMENT));
          }
          message.setContent(multipart("mixed", mixed));
        });
  }

  /** By what the HTML refers to a picture. */
  String contentId(ByteArrayDataSource picture) {
    return "%s@%s".formatted(picture.getName(), terms.mail().from().domain());
  }

  private interface Filling {
    void fill(MimeMessage message) throws MessagingException;
  }

  private byte[] write(Filling filling) {
    try {
      MimeMessage message =
          new MimeMessage(Session.getInstance(new Properties())) {
            @Override
            protected void updateMessageID() throws MessagingException {
              setHeader("Message-ID", envelope.id());
            }
          };
      String owner = terms.delivery().owner().toString();
      String domain = terms.mail().from().domain();
      message.setHeader("Date", envelope.date());
      message.setFrom(new InternetAddress(terms.mail().from().toString()));
      message.setReplyTo(new InternetAddress[] {new InternetAddress(owner)});
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(envelope.to()));
      message.setSubject(envelope.subject(), UTF_8);
      message.setHeader("Auto-Submitted", "auto-generated");
      message.setHeader("List-Id", "<%s.%s>".formatted(terms.report(), domain));
      message.setHeader(
          "List-Unsubscribe",
          "<%s>"
              .formatted(
                  terms
                      .delivery()
                      .listUnsubscribe()
                      .orElse("mailto:%s?subject=unsubscribe".formatted(owner))));
      filling.fill(message);
      message.saveChanges();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      message.writeTo(bytes);
      return bytes.toByteArray();
    } catch (MessagingException e) {
      throw new IllegalStateException("Could not write the message " + envelope.id(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MimeBodyPart text(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    return part;
  }

  private static MimeBodyPart part(ByteArrayDataSource file, String disposition)
      throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(file));
    part.setHeader("Content-Transfer-Encoding", "base64");
    part.setFileName(file.getName());
    part.setDisposition(disposition);
    return part;
  }

  private static MimeBodyPart holding(MimeMultipart multipart) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setContent(multipart);
    return part;
  }

  private MimeMultipart multipart(String subtype, List<MimeBodyPart> parts)
      throws MessagingException {
    ParameterList parameters = new ParameterList();
    parameters.set("boundary", envelope.boundary(subtype));
    MimeMultipart multipart = new FixedMultipart(new ContentType("multipart", subtype, parameters));
    for (MimeBodyPart part : parts) {
      multipart.addBodyPart(part);
    }
    return multipart;
  }

  /** With a boundary of its own instead of one made of the time. */
  private static final class FixedMultipart extends MimeMultipart {
    FixedMultipart(ContentType type) {
      super(type.getSubType());
      contentType = type.toString();
    }
  }
}
