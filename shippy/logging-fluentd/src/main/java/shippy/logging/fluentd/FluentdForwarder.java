package shippy.logging.fluentd;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.LogForwarder;
import shippy.config.LogIdentity;

/**
 * Sends log events to Fluentd or Fluent Bit, by the forward protocol over TCP, with
 * acknowledgements, under the tag {@code shippy.<service>}. Fields are those of the event, and
 * {@code service} and {@code node} once they are known. Safe for any thread.
 */
final class FluentdForwarder implements LogForwarder {
  /** What they say of the receiver would come back for as long as it is away. */
  private static final Set<String> OWN =
      Set.of(FluentdForwarder.class.getName(), ChunkSender.class.getName());

  private final String receiver;
  private final int capacity;
  private final EventBuffer buffer;
  private final ChunkSender sender;

  private FluentdForwarder(String host, int port, int capacity, Clock clock) {
    this.receiver = "fluentd at " + host + ":" + port;
    this.capacity = capacity;
    this.buffer = new EventBuffer(capacity);
    this.sender =
        new ChunkSender(
            receiver,
            buffer,
            new ForwardConnection(host, port, clock),
            FluentdForwarder::tag,
            clock);
  }

  /**
   * A forwarder that sends.
   *
   * @param address {@code host:port}
   * @param capacity how many bytes of events it keeps
   */
  static FluentdForwarder start(String address, int capacity, Clock clock) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(address.substring(colon + 1));
    FluentdForwarder forwarder = new FluentdForwarder(host, port, capacity, clock);
    forwarder.sender.start();
    return forwarder;
  }

  private static String tag() {
    String service = LogIdentity.fields().get("service");
    return service == null ? "shippy" : "shippy." + service;
  }

  @Override
  public void forward(Instant time, Map<String, String> fields) {
    boolean own = OWN.contains(fields.getOrDefault("logger", ""));
    if (!own && buffer.add(packed(time, fields))) {
      LoggerFactory.getLogger(FluentdForwarder.class)
          .warn("the oldest log events are dropped: {} KiB wait for {}", capacity >> 10, receiver);
    }
  }

  private static byte[] packed(Instant time, Map<String, String> fields) {
    Map<String, String> who = LogIdentity.fields();
    MessagePackWriter event =
        new MessagePackWriter().array(2).time(time).map(fields.size() + who.size());
    fields.forEach((name, value) -> event.text(name).text(value));
    who.forEach((name, value) -> event.text(name).text(value));
    return event.toBytes();
  }

  @Override
  public void close() {
    sender.close();
  }
}
