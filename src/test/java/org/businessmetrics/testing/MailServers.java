package org.businessmetrics.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Mail servers of the tests, on a free port of this machine. */
public final class MailServers {
  private static final int MILLIS_TO_START = 30_000;

  private MailServers() {}

  /**
   * Starts one; whoever asks stops it.
   *
   * @param protocol smtp or smtps
   */
  public static GreenMail start(String protocol) {
    ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
    setup.setServerStartupTimeout(MILLIS_TO_START);
    GreenMail greenMail = new GreenMail(setup);
    greenMail.start();
    return greenMail;
  }
}
