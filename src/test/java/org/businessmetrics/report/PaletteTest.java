package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaletteTest {
  /** The least contrast of graphics by WCAG 2.2, success criterion 1.4.11. */
  private static final double LEAST_CONTRAST = 3;

  /** Of CIE76; 2.3 can just be noticed. */
  private static final double LEAST_DISTANCE = 10;

  /** How eyes see, as a matrix over linear RGB (Machado, Oliveira and Fernandes 2009). */
  private record Eyes(String name, List<Double> matrix) {
    double[] see(Color color) {
      double[] linear = linear(color);
      double[] seen = new double[3];
      for (int row = 0; row < 3; row++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += matrix.get(3 * row + i) * linear[i];
        }
        seen[row] = Math.max(0, Math.min(1, sum));
      }
      return seen;
    }
  }

  static Stream<Eyes> eyes() {
    return Stream.of(
        new Eyes("usual", List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)),
        new Eyes(
            "protanopia",
            List.of(
                0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
                1.051998)),
        new Eyes(
            "deuteranopia",
            List.of(
                0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
                0.968881)),
        new Eyes(
            "tritanopia",
            List.of(
                1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
                0.303900)));
  }

  private static Stream<List<Color>> charts() {
    return Stream.of(
        Palette.series(),
        List.of(Palette.gain(0), Palette.gain(1), Palette.gain(2)),
        List.of(Palette.loss(0), Palette.loss(1), Palette.loss(2)));
  }

  @ParameterizedTest
  @MethodSource("eyes")
  void keepsSeriesApartFor(Eyes eyes) {
    charts()
        .forEach(
            colors -> {
              for (int i = 0; i < colors.size(); i++) {
                for (int j = 0; j < i; j++) {
                  assertThat(distance(eyes.see(colors.get(i)), eyes.see(colors.get(j))))
                      .as("%s: %s and %s", eyes.name(), colors.get(i), colors.get(j))
                      .isGreaterThan(LEAST_DISTANCE);
                }
              }
            });
  }

  @Test
  void keepsNeighboursApartInGreyscale() {
    charts()
        .forEach(
            colors -> {
              for (int i = 1; i < colors.size(); i++) {
                double lighter = lightness(luminance(linear(colors.get(i))));
                double darker = lightness(luminance(linear(colors.get(i - 1))));
                assertThat(Math.abs(lighter - darker))
                    .as("%s and %s", colors.get(i - 1), colors.get(i))
                    .isGreaterThan(2.3);
              }
            });
  }

  @Test
  void standsOutOnWhite() {
    assertThat(Stream.concat(Palette.series().stream(), Stream.of(Palette.GOOD, Palette.BAD)))
        .allSatisfy(
            color ->
                assertThat(1.05 / (luminance(linear(color)) + 0.05))
                    .as("%s", color)
                    .isGreaterThan(LEAST_CONTRAST));
  }

  private static double[] linear(Color color) {
    double[] linear = new double[3];
    float[] parts = color.getRGBColorComponents(null);
    for (int i = 0; i < 3; i++) {
      linear[i] =
          parts[i] <= 0.04045 ? parts[i] / 12.92 : Math.pow((parts[i] + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  private static double luminance(double[] linear) {
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  private static double lightness(double luminance) {
    return 116 * bent(luminance) - 16;
  }

  private static double bent(double share) {
    return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16.0 / 116;
  }

  private static double distance(double[] a, double[] b) {
    double[] first = lab(a);
    double[] second = lab(b);
    return Math.sqrt(
        Math.pow(first[0] - second[0], 2)
            + Math.pow(first[1] - second[1], 2)
            + Math.pow(first[2] - second[2], 2));
  }

  private static double[] lab(double[] rgb) {
    double x = bent((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
    double y = bent(luminance(rgb));
    double z = bent((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }
}
