package org.businessmetrics.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.businessmetrics.config.DatabaseAddress;

/**
 * Stands between client and server and loses one reply: it passes the first COMMIT on to the
 * server, waits until the server has answered, and then cuts the client off.
 */
final class ProxyThatLosesCommit implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final String host;
  private final int port;
  private final DatabaseAddress address;

  ProxyThatLosesCommit(DatabaseAddress server) throws IOException {
    URI uri = URI.create(server.url().substring("jdbc:".length()));
    this.host = uri.getHost();
    this.port = uri.getPort();
    this.address =
        new DatabaseAddress(
            "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable"
                .formatted(listener.getLocalPort(), uri.getPath()),
            server.user(),
            server.password());
    threads.execute(this::accept);
  }

  /** How to reach the server through the proxy. */
  DatabaseAddress address() {
    return address;
  }

  boolean hasLostOne() {
    return lost.get();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        Socket server = new Socket(host, port);
        AtomicBoolean cut = new AtomicBoolean();
        threads.execute(() -> pump(client, server, cut, true));
        threads.execute(() -> pump(server, client, cut, false));
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pump(Socket from, Socket to, AtomicBoolean cut, boolean fromClient) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (fromClient && contains(bytes, n) && lost.compareAndSet(false, true)) {
          cut.set(true);
        }
        if (!fromClient && cut.get()) {
          return;
        }
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException gone) {
      // One side hung up; closing both tells the other.
    }
  }

  private static boolean contains(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT");
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
