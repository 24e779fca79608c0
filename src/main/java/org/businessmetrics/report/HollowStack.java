package org.businessmetrics.report;

import java.awt.Paint;
import java.util.List;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;

/** Bars on top of each other; those that may still change are hollow. */
final class HollowStack extends StackedXYBarRenderer {
  private final transient List<Boolean> finals;

  HollowStack(List<Boolean> finals) {
    this.finals = finals;
  }

  @Override
  public Paint getItemPaint(int series, int item) {
    return finals.get(item) ? super.getItemPaint(series, item) : Palette.WHITE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HollowStack stack && finals.equals(stack.finals) && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + finals.hashCode();
  }
}
