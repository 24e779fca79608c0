package org.businessmetrics.dictionary;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A metric's README as part of the page: without its title, which the page has, its headings under
 * the page's own. Links to other metrics lead to their place in the page, other links to files are
 * left as text. HTML in it is shown, not obeyed.
 */
final class Markdown {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).sanitizeUrls(true).build();

  private static final Pattern METRIC = Pattern.compile("(?:\\.\\./)*(?:.*/)?(\\w+)/README\\.md.*");
  private static final int DEEPER = 2;
  private static final int DEEPEST = 6;

  private final Set<String> metrics;

  /**
   * @param metrics those that have a place in the page
   */
  Markdown(Set<String> metrics) {
    this.metrics = metrics;
  }

  String html(String markdown) {
    Node document = PARSER.parse(markdown);
    if (document.getFirstChild() instanceof Heading title && title.getLevel() == 1) {
      title.unlink();
    }
    document.accept(new Adapter());
    return RENDERER
        .render(document)
        .replace("<table>", "<div class=\"scroll\"><table>")
        .replace("</table>", "</table></div>");
  }

  private final class Adapter extends AbstractVisitor {
    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(heading.getLevel() + DEEPER, DEEPEST));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String destination = link.getDestination();
      Optional<String> metric = metric(destination);
      if (metric.isPresent()) {
        link.setDestination("#" + Anchors.metric(metric.get()));
      } else if (!destination.matches("(https?|mailto):.*")) {
        unwrap(link);
      }
    }

    @Override
    public void visit(Image image) {
      unwrap(image);
    }

    private Optional<String> metric(String destination) {
      Matcher matcher = METRIC.matcher(destination);
      return matcher.matches() && metrics.contains(matcher.group(1))
          ? Optional.of(matcher.group(1))
          : Optional.empty();
    }
  }

  /** Leaves what is inside. */
  private static void unwrap(Node node) {
    Node child = node.getFirstChild();
    while (child != null) {
      Node next = child.getNext();
      node.insertBefore(child);
      child = next;
    }
    node.unlink();
  }
}
