package org.businessmetrics.testing;

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
import java.util.concurrent.atomic.AtomicLong;
import org.businessmetrics.config.DatabaseAddress;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a PostgreSQL server and cuts the line where it is told to. A cut ends
 * the one connection that it falls on, once; later connections work.
 */
public final class FaultyLink implements AutoCloseable {
  private static final long NEVER = -1;

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong messagesLeft = new AtomicLong(NEVER);
  private final AtomicLong messages = new AtomicLong();
  private final AtomicBoolean hasCut = new AtomicBoolean();
  private volatile URI server;
  private volatile @Nullable String loseReplyTo;

  /** Between the callers and that server. */
  public FaultyLink(DatabaseAddress server) {
    this.server = uri(server);
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /**
   * How to reach a database through the link.
   *
   * @param database one of the server's
   */
  public DatabaseAddress to(DatabaseAddress database) {
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable"
            .formatted(listener.getLocalPort(), uri(database).getPath()),
        database.user(),
        database.password());
  }

  /** From now on, new connections go to that database's server. */
  public void moveTo(DatabaseAddress other) {
    server = uri(other);
  }

  /**
   * Lets that many of the server's messages through, counted over all connections from now on, and
   * cuts the connection of the last.
   */
  public void cutAfter(long serverMessages) {
    hasCut.set(false);
    messages.set(0);
    messagesLeft.set(serverMessages);
  }

  /**
   * Passes the next statement that has this text on to the server, waits until the server has
   * answered, and then cuts the client off.
   */
  public void loseReplyTo(String statement) {
    hasCut.set(false);
    loseReplyTo = statement;
  }

  public boolean hasCut() {
    return hasCut.get();
  }

  /** The server's messages since the last order to cut. */
  public long messages() {
    return messages.get();
  }

  private static URI uri(DatabaseAddress server) {
    return URI.create(server.url().substring("jdbc:".length()));
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        Socket connected = connect(client);
        if (connected != null) {
          AtomicBoolean loseReply = new AtomicBoolean();
          threads.execute(() -> fromClient(client, connected, loseReply));
          threads.execute(() -> fromServer(connected, client, loseReply));
        }
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Socket connect(Socket client) throws IOException {
    try {
      return new Socket(server.getHost(), server.getPort());
    } catch (IOException refused) {
      client.close();
      return null;
    }
  }

  private void fromClient(Socket client, Socket server, AtomicBoolean loseReply) {
    byte[] bytes = new byte[8192];
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        String lost = loseReplyTo;
        if (lost != null
            && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(lost)
            && hasCut.compareAndSet(false, true)) {
          loseReplyTo = null;
          loseReply.set(true);
        }
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException gone) {
      // One side hung up; closing both tells the other.
    }
  }

  private void fromServer(Socket server, Socket client, AtomicBoolean loseReply) {
    byte[] bytes = new byte[8192];
    MessageEnds ends = new MessageEnds();
    try (server;
        client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (loseReply.get()) {
          return;
        }
        int passed = allowed(bytes, n, ends);
        out.write(bytes, 0, Math.abs(passed));
        out.flush();
        if (passed < 0) {
          return;
        }
      }
    } catch (IOException gone) {
      // One side hung up; closing both tells the other.
    }
  }

  /** How many of these bytes pass; negative when the line is cut after them. */
  private int allowed(byte[] bytes, int length, MessageEnds ends) {
    for (int i = 0; i < length; i++) {
      if (ends.isLastOfMessage(bytes[i])) {
        messages.incrementAndGet();
        if (messagesLeft.updateAndGet(left -> left == NEVER ? NEVER : left - 1) == 0) {
          messagesLeft.set(NEVER);
          hasCut.set(true);
          return -(i + 1);
        }
      }
    }
    return length;
  }

  /** Finds where the messages of one connection end: a letter, four bytes of length, the rest. */
  private static final class MessageEnds {
    private static final int HEADER = 5;
    private int headerBytes;
    private long length;

    boolean isLastOfMessage(byte next) {
      if (headerBytes < HEADER) {
        if (headerBytes > 0) {
          length = (length << 8) | (next & 0xff);
        }
        headerBytes++;
        if (headerBytes < HEADER) {
          return false;
        }
        length -= HEADER - 1;
      } else {
        length--;
      }
      if (length > 0) {
        return false;
      }
      headerBytes = 0;
      length = 0;
      return true;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
