package org.businessmetrics.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Text that went wrong in the ways in which text goes wrong; the same seed, the same text. */
public final class Mutations {
  private static final List<String> JUNK =
      List.of(
          "\"",
          "\"\"",
          "'",
          ",",
          ",,,,",
          "\t",
          "\r",
          "\n",
          "\u0000",
          "\ufeff",
          "\u202e",
          "𝔘",
          "null",
          "NaN",
          "-Infinity",
          "1e400",
          "-1",
          "99999999999999999999999999999999",
          "0x1F",
          "true",
          "~",
          "{",
          "}",
          "[",
          "]",
          ":",
          "- ",
          "#",
          "&a",
          "*a",
          "!!java.lang.Object",
          "|",
          ">",
          "%",
          "\\",
          "9999-99-99",
          "+292278994-08-17T07:12:55Z",
          "${ENV:HOME}",
          "=1+1",
          "<script>",
          "ß");
  private static final int LONG_RUN = 5_000;

  private final Random random;

  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** The same bytes with one to three things wrong. */
  public byte[] of(byte[] bytes) {
    byte[] result = bytes;
    for (int wrong = 1 + random.nextInt(3); wrong > 0; wrong--) {
      result = once(result);
    }
    return result;
  }

  /** The same text with a line left out, doubled, or moved to another place. */
  public String lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String line = lines.remove(random.nextInt(lines.size()));
    for (int copies = random.nextInt(3); copies > 0; copies--) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return String.join("\n", lines) + "\n";
  }

  public int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  /** Bytes of no meaning. */
  public byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    return switch (random.nextInt(6)) {
      case 0 -> joined(bytes, at, noise(1), Math.min(at + 1, bytes.length));
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> joined(bytes, at, new byte[0], random.nextInt(bytes.length + 1));
      case 3 -> {
        byte[] run = new byte[random.nextInt(LONG_RUN)];
        Arrays.fill(run, (byte) "[{\"(9a ".charAt(random.nextInt(7)));
        yield joined(bytes, at, run, at);
      }
      default -> {
        byte[] junk = JUNK.get(random.nextInt(JUNK.size())).getBytes(StandardCharsets.UTF_8);
        yield joined(bytes, at, junk, Math.min(at + random.nextInt(8), bytes.length));
      }
    };
  }

  private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, until);
    out.writeBytes(between);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }
}
