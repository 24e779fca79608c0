package org.businessmetrics.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What a PDF says of itself, as XMP. */
final class PdfMetadata {
  static final String PRODUCER = "business-metrics";

  private static final String XMP =
      """
      <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <rdf:Description rdf:about=""
              xmlns:dc="http://purl.org/dc/elements/1.1/"
              xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
              xmlns:xmp="http://ns.adobe.com/xap/1.0/"
              xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%1$s</rdf:li></rdf:Alt></dc:title>
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">%2$s</rdf:li></rdf:Alt></dc:description>
            <dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>
            <pdf:Producer>%3$s</pdf:Producer>
            <xmp:CreatorTool>%3$s</xmp:CreatorTool>
            <xmp:CreateDate>%4$s</xmp:CreateDate>
            <xmp:ModifyDate>%4$s</xmp:ModifyDate>
            <pdfuaid:part>1</pdfuaid:part>
          </rdf:Description>
        </rdf:RDF>
      </x:xmpmeta>
      <?xpacket end="w"?>
      """;

  private PdfMetadata() {}

  static String of(ReportSnapshot snapshot) {
    String published =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            snapshot.day().publishedAt().atOffset(ZoneOffset.UTC).withNano(0));
    return XMP.formatted(
        Markup.escaped(Words.title(snapshot)),
        Markup.escaped(Words.freshness(snapshot)),
        PRODUCER,
        published);
  }
}
