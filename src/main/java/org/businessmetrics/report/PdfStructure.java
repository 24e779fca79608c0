package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.PDLayoutAttributeObject;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.PDTableAttributeObject;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.StandardStructureTypes;

/** The tree of a PDF's headings, paragraphs, figures and tables, as a screen reader follows it. */
final class PdfStructure {
  private final PDStructureTreeRoot root = new PDStructureTreeRoot();
  private final PDStructureElement document =
      new PDStructureElement(StandardStructureTypes.DOCUMENT, root);
  private final Map<Integer, List<PDStructureElement>> marks = new HashMap<>();

  PdfStructure() {
    root.appendKid(document);
  }

  PDStructureElement document() {
    return document;
  }

  PDStructureElement add(PDStructureElement parent, Tag tag, PdfPage page) {
    PDStructureElement element = new PDStructureElement(type(tag), parent);
    element.setPage(page.page());
    if (tag instanceof Tag.Figure figure) {
      element.setAlternateDescription(figure.alternative());
      Rectangle2D area = figure.area();
      PDLayoutAttributeObject layout = new PDLayoutAttributeObject();
      layout.setBBox(
          new PDRectangle(
              (float) area.getX(),
              (float) (page.height() - area.getMaxY()),
              (float) area.getWidth(),
              (float) area.getHeight()));
      layout.setPlacement(PDLayoutAttributeObject.PLACEMENT_BLOCK);
      element.addAttribute(layout);
    } else if (tag instanceof Tag.Head head) {
      PDTableAttributeObject table = new PDTableAttributeObject();
      table.setScope(
          head.ofColumn() ? PDTableAttributeObject.SCOPE_COLUMN : PDTableAttributeObject.SCOPE_ROW);
      element.addAttribute(table);
    }
    parent.appendKid(element);
    return element;
  }

  private static String type(Tag tag) {
    if (tag instanceof Tag.Title) {
      return StandardStructureTypes.H1;
    } else if (tag instanceof Tag.Heading) {
      return StandardStructureTypes.H2;
    } else if (tag instanceof Tag.Figure) {
      return StandardStructureTypes.Figure;
    } else if (tag instanceof Tag.Table) {
      return StandardStructureTypes.TABLE;
    } else if (tag instanceof Tag.Row) {
      return StandardStructureTypes.TR;
    } else if (tag instanceof Tag.Head) {
      return StandardStructureTypes.TH;
    } else if (tag instanceof Tag.Cell) {
      return StandardStructureTypes.TD;
    }
    return StandardStructureTypes.P;
  }

  /** The number of the next marked content of a page, which is the element's. */
  int mark(PDStructureElement element, PdfPage page) {
    List<PDStructureElement> ofPage =
        marks.computeIfAbsent(page.number(), number -> new ArrayList<>());
    ofPage.add(element);
    element.appendKid(ofPage.size() - 1);
    return ofPage.size() - 1;
  }

  /** Makes it the structure of a document whose pages are drawn. */
  void finish(PDDocument pdf) {
    Map<Integer, PDParentTreeValue> parents = new HashMap<>();
    marks.forEach(
        (page, elements) -> {
          COSArray array = new COSArray();
          elements.forEach(element -> array.add(element.getCOSObject()));
          parents.put(page, new PDParentTreeValue(array));
          pdf.getPage(page).setStructParents(page);
          COSDictionary dictionary = pdf.getPage(page).getCOSObject();
          dictionary.setItem(COSName.getPDFName("Tabs"), COSName.S);
        });
    PDNumberTreeNode tree = new PDNumberTreeNode(PDParentTreeValue.class);
    tree.setNumbers(parents);
    root.setParentTree(tree);
    root.setParentTreeNextKey(pdf.getNumberOfPages());
    pdf.getDocumentCatalog().setStructureTreeRoot(root);
  }
}
