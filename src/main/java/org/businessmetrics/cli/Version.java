package org.businessmetrics.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** This release, as the build wrote it down. */
final class Version implements IVersionProvider {
  static String text() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/metrics-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"metrics " + text(), "Java " + Runtime.version()};
  }
}
