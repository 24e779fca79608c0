package org.businessmetrics.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The least that is an SMTP server, and as unkind as a test wants it. */
public final class ScriptedServer implements AutoCloseable {
  private static final int WAITING = 50;

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Queue<Behaviour>> scripts = new HashMap<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Semaphore unanswered = new Semaphore(0);
  private final Optional<SSLContext> tls;

  /** What the server does to a message. */
  public enum Behaviour {
    ACCEPT,
    /** 451 to the recipient. */
    GREYLIST,
    /** 550 to the recipient. */
    REFUSE,
    /** 421 to the recipient, and gone. */
    SHUT_DOWN,
    /** Takes all of the message, and says nothing more. */
    HANG_AFTER_DATA,
    /** Takes all of the message, and drops the connection. */
    DROP_AFTER_DATA,
    /** Drops the connection in the middle of the message. */
    DROP_DURING_DATA,
    /** Takes all of the message, then answers 452. */
    FULL_AFTER_DATA,
    /** Takes all of the message, then answers 554. */
    SPAM_AFTER_DATA,
  }

  private ScriptedServer(ServerSocketFactory sockets, Optional<SSLContext> tls) throws IOException {
    this.listener = sockets.createServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
    this.tls = tls;
    threads.execute(this::accept);
  }

  public static ScriptedServer inPlainText() throws IOException {
    return new ScriptedServer(ServerSocketFactory.getDefault(), Optional.empty());
  }

  /** Offers STARTTLS with the context's certificate. */
  public static ScriptedServer offeringTls(SSLContext tls) throws IOException {
    return new ScriptedServer(ServerSocketFactory.getDefault(), Optional.of(tls));
  }

  /** Speaks TLS from the first byte, with the context's certificate. */
  public static ScriptedServer overTls(SSLContext tls) throws IOException {
    return new ScriptedServer(tls.getServerSocketFactory(), Optional.empty());
  }

  /** What happens to messages to an address, one after the other; then they are accepted. */
  public ScriptedServer to(String address, Behaviour... behaviours) {
    scripts.put(address, new ArrayDeque<>(List.of(behaviours)));
    return this;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The messages that were taken over, in full. */
  public List<String> received() {
    return received;
  }

  public List<String> commands() {
    return commands;
  }

  /** Waits until it has taken a message that it does not answer; false when none came. */
  public boolean awaitUnanswered(Duration most) throws InterruptedException {
    return unanswered.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try (Socket socket = plain) {
      Dialogue dialogue = new Dialogue(socket);
      dialogue.say("220 scripted");
      while (dialogue.step()) {}
    } catch (IOException gone) {
      // So is the client.
    }
  }

  private final class Dialogue {
    private final Socket socket;
    private BufferedReader in;
    private OutputStream out;
    private boolean isSecure;
    private Behaviour behaviour = Behaviour.ACCEPT;

    Dialogue(Socket socket) throws IOException {
      this.socket = socket;
      this.in = reader(socket);
      this.out = socket.getOutputStream();
    }

    void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** One command; false when the conversation is over. */
    boolean step() throws IOException {
      String line = in.readLine();
      if (line == null) {
        return false;
      }
      commands.add(line);
      String verb = line.toUpperCase(Locale.ROOT);
      if (verb.startsWith("EHLO")) {
        say(tls.isPresent() && !isSecure ? "250-scripted\r\n250 STARTTLS" : "250 scripted");
      } else if (verb.startsWith("STARTTLS")) {
        say("220 go ahead");
        secure();
      } else if (verb.startsWith("RCPT TO:")) {
        return recipient(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
      } else if (verb.startsWith("DATA")) {
        return data();
      } else if (verb.startsWith("QUIT")) {
        say("221 bye");
        return false;
      } else {
        say("250 ok");
      }
      return true;
    }

    private void secure() throws IOException {
      SSLSocket secured =
          (SSLSocket)
              tls.orElseThrow()
                  .getSocketFactory()
                  .createSocket(socket, null, socket.getPort(), false);
      secured.setUseClientMode(false);
      secured.startHandshake();
      in = reader(secured);
      out = secured.getOutputStream();
      isSecure = true;
    }

    private boolean recipient(String address) throws IOException {
      Queue<Behaviour> script = scripts.getOrDefault(address, new ArrayDeque<>());
      Behaviour next = script.poll();
      behaviour = next == null ? Behaviour.ACCEPT : next;
      switch (behaviour) {
        case GREYLIST -> say("451 4.7.1 try again later");
        case REFUSE -> say("550 5.1.1 no such user");
        case SHUT_DOWN -> {
          say("421 4.3.2 shutting down");
          return false;
        }
        default -> say("250 ok");
      }
      return true;
    }

    private boolean data() throws IOException {
      say("354 go ahead");
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        lines.add(line.startsWith(".") ? line.substring(1) : line);
        if (behaviour == Behaviour.DROP_DURING_DATA) {
          socket.setSoLinger(true, 0);
          return false;
        }
      }
      switch (behaviour) {
        case DROP_AFTER_DATA -> {
          return false;
        }
        case HANG_AFTER_DATA -> {
          unanswered.release();
          in.readLine();
        }
        case FULL_AFTER_DATA -> say("452 4.3.1 no room");
        case SPAM_AFTER_DATA -> say("554 5.7.1 rejected");
        default -> {
          received.add(String.join("\r\n", lines) + "\r\n");
          say("250 2.0.0 queued as " + received.size());
        }
      }
      return true;
    }

    private BufferedReader reader(Socket from) throws IOException {
      return new BufferedReader(
          new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
