package org.businessmetrics.deliver;

import jakarta.mail.util.ByteArrayDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.ReportSnapshot;

/** The message that carries a report: a function of snapshots, without a query and a clock. */
final class ReportMessage {
  static final int MOST_BYTES = 1024 * 1024;

  private static final int MOST_PICTURES = 3;

  private ReportMessage() {}

  /**
   * The message's bytes, at most 1 MB: what is too large for it is left out, and the body says so.
   */
  static byte[] write(Terms terms, ReportSnapshot snapshot, Occasion occasion, Envelope envelope) {
    return write(terms, snapshot, occasion, envelope, MOST_BYTES);
  }

  static byte[] write(
      Terms terms, ReportSnapshot snapshot, Occasion occasion, Envelope envelope, int most) {
    MimeWriter mime = new MimeWriter(terms, envelope);
    List<ByteArrayDataSource> pictures = pictures(snapshot);
    List<ByteArrayDataSource> files = files(terms, snapshot);
    List<String> remarks = new ArrayList<>();
    while (true) {
      String html =
          HtmlText.of(snapshot, occasion, pictures.stream().map(mime::contentId).toList(), remarks);
      byte[] bytes = mime.report(PlainText.of(snapshot, occasion, remarks), html, pictures, files);
      List<ByteArrayDataSource> largest = files.isEmpty() ? pictures : files;
      if (bytes.length <= most || largest.isEmpty()) {
        return bytes;
      }
      ByteArrayDataSource dropped = largest.remove(largest.size() - 1);
      remarks.add(
          "%s is not attached: with it the message would be larger than %d kB. It lies with the report's other files."
              .formatted(dropped.getName(), most / 1024));
    }
  }

  private static List<ByteArrayDataSource> pictures(ReportSnapshot snapshot) {
    List<ByteArrayDataSource> pictures = new ArrayList<>();
    int charts = Math.min(MOST_PICTURES, Excerpt.of(snapshot).charts().size());
    for (int i = 0; i < charts; i++) {
      pictures.add(
          MimeWriter.file(
              "chart-%d.png".formatted(i + 1), "image/png", Excerpt.chart(snapshot, i)));
    }
    return pictures;
  }

  /** The PDF first: it is the last to be dropped. */
  private static List<ByteArrayDataSource> files(Terms terms, ReportSnapshot snapshot) {
    List<ByteArrayDataSource> files = new ArrayList<>();
    for (Attachment attachment : Attachment.values()) {
      if (terms.delivery().attach().contains(attachment)) {
        String name =
            "%s-%s.%s"
                .formatted(
                    terms.report(),
                    snapshot.day().day(),
                    attachment.name().toLowerCase(Locale.ROOT));
        files.add(
            switch (attachment) {
              case PDF -> MimeWriter.file(name, "application/pdf", Excerpt.pdf(snapshot));
              case CSV -> MimeWriter.file(name, "text/csv; charset=utf-8", Excerpt.csv(snapshot));
            });
      }
    }
    return files;
  }
}
