package org.businessmetrics.report;

import java.awt.Color;
import java.util.List;

/** Colours with a contrast of 3:1 on white that colour-blind eyes can tell apart. */
final class Palette {
  static final Color INK = new Color(0x1F2933);
  static final Color MUTED = new Color(0x616E7C);
  static final Color GRID = new Color(0xE4E7EB);
  static final Color WHITE = Color.WHITE;
  static final Color BLUE = new Color(0x0072B2);
  static final Color SKY = new Color(0x3D94CF);
  static final Color GREEN = new Color(0x007A5A);
  static final Color OCHRE = new Color(0xB87A00);
  static final Color ORANGE = new Color(0xC25500);
  static final Color PURPLE = new Color(0xB0528F);
  static final Color GOOD = new Color(0x00664B);
  static final Color BAD = new Color(0xA34700);
  static final Color RANGE = new Color(0xDCEAF4);
  static final Color SHADE = new Color(0xF3F4F6);
  static final Color HATCH = new Color(0xC3CAD2);
  static final Color ALERT_FILL = new Color(0xFFF6E5);

  private static final Color[] SERIES = {GREEN, OCHRE, PURPLE, SKY, BAD};

  private Palette() {}

  /** All colours of {@link #series(int)}, in order. */
  static List<Color> series() {
    return List.of(SERIES);
  }

  /** The colour of a chart's n-th series, counted from 0. */
  static Color series(int n) {
    return SERIES[n % SERIES.length];
  }

  /** Of what was gained, the n-th from 0. */
  static Color gain(int n) {
    Color[] gains = {GREEN, SKY, BLUE};
    return gains[n % gains.length];
  }

  /** Of what was lost, the n-th from 0. */
  static Color loss(int n) {
    Color[] losses = {OCHRE, BAD, PURPLE};
    return losses[n % losses.length];
  }

  static Color tone(TileFigure.Tone tone) {
    return switch (tone) {
      case GOOD -> GOOD;
      case BAD -> BAD;
      case NEUTRAL -> MUTED;
    };
  }

  /** As CSS writes it. */
  static String css(Color color) {
    return "#%06X".formatted(color.getRGB() & 0xFFFFFF);
  }
}
