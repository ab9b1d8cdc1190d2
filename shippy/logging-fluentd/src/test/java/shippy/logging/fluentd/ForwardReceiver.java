package shippy.logging.fluentd;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ImmutableValue;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;
import shippy.clock.DaemonThreads;
import shippy.testkit.Concurrently;

/**
 * A receiver of the forward protocol that reads it with msgpack-core. Refuses what one of Fluentd,
 * Fluent Bit and FluentServer refuses. Safe for any thread.
 */
final class ForwardReceiver implements AutoCloseable {
  private final ServerSocket listener;
  private final Manners manners;
  private final Thread accepting = DaemonThreads.named("receiver").newThread(this::accept);
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Received> chunks = new ConcurrentLinkedQueue<>();
  private final List<Throwable> refused = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();

  /** What it does with the chunk of that number, the first being 0. */
  interface Manners {
    Answer to(int chunk);

    default InputStream reading(InputStream in) {
      return in;
    }
  }

  enum Answer {
    ACK,
    NONE,
    CLOSE,
    OTHER
  }

  /** A chunk. */
  record Received(String tag, String id, List<Event> events) {}

  /** An event of a chunk. */
  record Event(Instant time, Map<String, String> fields) {
    String message() {
      return fields.getOrDefault("message", "");
    }
  }

  private ForwardReceiver(ServerSocket listener, Manners manners) {
    this.listener = listener;
    this.manners = manners;
  }

  /** One that acknowledges everything. */
  static ForwardReceiver start() {
    return start(0, chunk -> Answer.ACK);
  }

  static ForwardReceiver start(int port, Manners manners) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.setReceiveBufferSize(8_192);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      ForwardReceiver receiver = new ForwardReceiver(listener, manners);
      receiver.accepting.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections there have been. */
  int connections() {
    return connections.size();
  }

  List<Received> chunks() {
    if (!refused.isEmpty()) {
      throw new AssertionError("refused", refused.get(0));
    }
    return List.copyOf(chunks);
  }

  /** How many chunks were answered, or are not to be. */
  int answered() {
    return answered.get();
  }

  List<Event> events() {
    return chunks().stream().flatMap(chunk -> chunk.events().stream()).toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        DaemonThreads.named("receiver").newThread(() -> serve(connection)).start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection;
        MessageUnpacker in =
            MessagePack.newDefaultUnpacker(manners.reading(connection.getInputStream()));
        MessagePacker out =
            MessagePack.newDefaultPacker(new BufferedOutputStream(connection.getOutputStream()))) {
      while (in.hasNext()) {
        Received chunk = chunk(in.unpackValue());
        int number = chunks.size();
        chunks.add(chunk);
        switch (manners.to(number)) {
          case ACK -> out.packMapHeader(1).packString("ack").packString(chunk.id()).flush();
          case OTHER -> out.packMapHeader(1).packString("ack").packString("another").flush();
          case NONE -> {}
          case CLOSE -> {
            return;
          }
        }
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      // the other end has gone
    } catch (RuntimeException e) {
      refused.add(e);
    }
  }

  private static Received chunk(ImmutableValue message) {
    List<Value> parts = message.asArrayValue().list();
    List<Event> events = new ArrayList<>();
    parts.get(1).asArrayValue().forEach(event -> events.add(event(event.asArrayValue().list())));
    Map<Value, Value> option = parts.get(2).asMapValue().map();
    int size = member(option, "size").asIntegerValue().asInt();
    if (size != events.size() || parts.size() != 3) {
      throw new IllegalStateException("size: " + size + " (expected: " + events.size() + ")");
    }
    String id = member(option, "chunk").asStringValue().asString();
    return new Received(parts.get(0).asStringValue().asString(), id, events);
  }

  private static Value member(Map<Value, Value> option, String name) {
    return requireNonNull(option.get(ValueFactory.newString(name)), name);
  }

  private static Event event(List<Value> parts) {
    if (parts.get(0).asExtensionValue().getType() != 0) {
      throw new IllegalStateException("time: " + parts.get(0) + " (expected: EventTime)");
    }
    ByteBuffer time = ByteBuffer.wrap(parts.get(0).asExtensionValue().getData());
    Map<String, String> fields = new TreeMap<>();
    parts
        .get(1)
        .asMapValue()
        .map()
        .forEach((k, v) -> fields.put(k.asStringValue().asString(), v.asStringValue().asString()));
    return new Event(Instant.ofEpochSecond(time.getInt() & 0xffff_ffffL, time.getInt()), fields);
  }

  /** Goes away, in the middle of whatever it does. */
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
      accepting.join(); // the port is free when accept has returned
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }
}
