package shippy.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import shippy.clock.DaemonThreads;

/**
 * A TCP proxy on loopback that simulates bad networks and frozen machines. The mode may change at
 * any time and applies to open and new connections. At most 64 connections at once, with four
 * threads each. Safe for any thread.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 64;

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("fault-proxy"));
  private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = new Mode.Pass();

  /** What happens to the bytes of a connection. */
  sealed interface Mode {
    /** Nothing. */
    record Pass() implements Mode {}

    /** They arrive later, in both directions. */
    record Delay(Duration by) implements Mode {}

    /** They are received and lost. */
    record Blackhole() implements Mode {}

    /** The connection is reset. */
    record Reset() implements Mode {}

    /** The client gets the end of the stream; its own bytes arrive. */
    record HalfClose() implements Mode {}
  }

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
  }

  /** A proxy to {@code host:port} on a free port, in the mode {@link #pass}. */
  public static FaultProxy to(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    int port = Integer.parseInt(hostPort.substring(colon + 1));
    try {
      FaultProxy proxy = new FaultProxy(new InetSocketAddress(hostPort.substring(0, colon), port));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address for clients: {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /**
   * Forwards everything. Resets connections that have lost bytes, because the rest would be
   * garbage.
   */
  public void pass() {
    become(new Mode.Pass());
  }

  /** Delays every byte, in both directions. */
  public void delay(Duration by) {
    become(new Mode.Delay(requireNonNull(by, "by")));
  }

  /** Accepts connections and receives bytes but forwards nothing, as a frozen machine does. */
  public void blackhole() {
    become(new Mode.Blackhole());
  }

  /** Resets open connections, and new ones at once. */
  public void reset() {
    become(new Mode.Reset());
  }

  /** Ends the stream to the client and still receives from it. */
  public void halfClose() {
    become(new Mode.HalfClose());
  }

  /** How many connections are open. */
  public int open() {
    return connections.size();
  }

  private void become(Mode next) {
    mode = next;
    connections.forEach(FaultyConnection::modeChanged);
  }

  Mode mode() {
    return mode;
  }

  void ended(FaultyConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        admit(listener.accept());
      } catch (IOException e) {
        // Closing ends the loop. Anything else affects one connection only.
      }
    }
  }

  private void admit(Socket client) throws IOException {
    if (mode instanceof Mode.Reset || connections.size() >= MAX_CONNECTIONS) {
      FaultyConnection.abort(client);
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(target, 1_000);
    } catch (IOException e) {
      FaultyConnection.abort(client);
      return;
    }
    FaultyConnection connection = new FaultyConnection(this, client, server);
    connections.add(connection);
    try {
      connection.start(threads);
      // The mode may have changed before the connection was in the set.
      connection.modeChanged();
    } catch (RejectedExecutionException e) {
      connection.abort(); // the proxy is being closed
    }
    if (listener.isClosed()) {
      connection.abort(); // close() may not have seen it in the set
    }
  }

  /** Resets what is open and ends all threads. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.forEach(FaultyConnection::abort);
      threads.shutdownNow();
    }
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new AssertionError("threads of the proxy do not end");
      }
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }
}
