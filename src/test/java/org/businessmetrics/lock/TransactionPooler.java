package org.businessmetrics.lock;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import org.businessmetrics.config.DatabaseAddress;

/**
 * The least that behaves like a pooler in transaction mode: a client has a backend from the first
 * message of a transaction until the server says that it is idle again, and then gives it back; the
 * backend that was used last is handed out first. Speaks to a server that asks for no password.
 */
final class TransactionPooler implements AutoCloseable {
  private static final int READY_FOR_QUERY = 'Z';

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingDeque<Socket> idle = new LinkedBlockingDeque<>();
  private final URI server;
  private final DatabaseAddress address;

  TransactionPooler(DatabaseAddress direct) throws IOException {
    this.server = URI.create(direct.url().substring("jdbc:".length()));
    this.address =
        new DatabaseAddress(
            "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&gssEncMode=disable"
                .formatted(listener.getLocalPort(), server.getPath()),
            direct.user(),
            direct.password());
    threads.execute(this::accept);
  }

  /** How to reach the server through the pooler. */
  DatabaseAddress address() {
    return address;
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      Socket backend = new Socket(server.getHost(), server.getPort());
      forwardStartup(in, backend);
      untilReady(backend, out);
      idle.addLast(backend);
      while (true) {
        int type = in.readByte();
        if (type == 'X') {
          return;
        }
        backend = idle.takeFirst();
        boolean inTransaction = true;
        for (; inTransaction; type = inTransaction ? in.readByte() : 0) {
          forward(type, in, backend);
          if (type == 'S' || type == 'Q') {
            inTransaction = untilReady(backend, out) != 'I';
          }
        }
        idle.addFirst(backend);
      }
    } catch (IOException | InterruptedException gone) {
      // The client hung up.
    }
  }

  private static void forwardStartup(DataInputStream in, Socket backend) throws IOException {
    int length = in.readInt();
    DataOutputStream out = new DataOutputStream(backend.getOutputStream());
    out.writeInt(length);
    out.write(in.readNBytes(length - 4));
    out.flush();
  }

  private static void forward(int type, DataInputStream in, Socket backend) throws IOException {
    int length = in.readInt();
    DataOutputStream out = new DataOutputStream(backend.getOutputStream());
    out.writeByte(type);
    out.writeInt(length);
    out.write(in.readNBytes(length - 4));
    out.flush();
  }

  /** Passes on what the backend says until it is ready; returns its transaction's state. */
  private static int untilReady(Socket backend, OutputStream client) throws IOException {
    DataInputStream in = new DataInputStream(backend.getInputStream());
    DataOutputStream out = new DataOutputStream(client);
    while (true) {
      int type = in.readByte();
      int length = in.readInt();
      byte[] body = in.readNBytes(length - 4);
      out.writeByte(type);
      out.writeInt(length);
      out.write(body);
      out.flush();
      if (type == READY_FOR_QUERY) {
        return body[0];
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket backend : idle) {
      backend.close();
    }
    threads.shutdownNow();
  }
}
