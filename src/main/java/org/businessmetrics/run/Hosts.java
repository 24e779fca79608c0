package org.businessmetrics.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine. */
final class Hosts {
  private Hosts() {}

  static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
