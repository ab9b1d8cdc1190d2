package shippy.logging.fluentd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.clock.ManualClock;
import shippy.config.LogIdentity;
import shippy.logging.fluentd.ForwardReceiver.Answer;
import shippy.logging.fluentd.ForwardReceiver.Event;
import shippy.logging.fluentd.ForwardReceiver.Received;
import shippy.testkit.FreePorts;

class FluentdForwarderTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant TIME = Instant.parse("2026-11-21T12:00:00.123456789Z");
  private static final int CAPACITY = 1 << 20;

  private final Clock clock = Clock.system();
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();

  @BeforeEach
  void listen() {
    told.list = new CopyOnWriteArrayList<>();
    told.start();
    ownLogger().setLevel(Level.INFO);
    ownLogger().addAppender(told);
  }

  @AfterEach
  void stopListening() {
    ownLogger().detachAppender(told);
  }

  private static Logger ownLogger() {
    return (Logger) LoggerFactory.getLogger("shippy.logging.fluentd");
  }

  @Test
  void event_arrives_with_tag_time_fields_and_whose_it_is() {
    LogIdentity.set("shippy.service.vessel", "vessel-1");
    try (ForwardReceiver receiver = ForwardReceiver.start();
        FluentdForwarder forwarder = to(receiver.port())) {
      forwarder.forward(TIME, Map.of("level", "info", "message", "Starting"));
      eventually(
          SOON,
          () -> {
            assertThat(receiver.chunks())
                .extracting(Received::tag)
                .containsExactly("shippy.shippy.service.vessel");
            assertThat(receiver.events())
                .containsExactly(
                    new Event(
                        TIME,
                        Map.of(
                            "level", "info",
                            "message", "Starting",
                            "service", "shippy.service.vessel",
                            "node", "vessel-1")));
          });
    }
  }

  @Test
  void nothing_is_connected_before_the_first_event() {
    try (ForwardReceiver receiver = ForwardReceiver.start();
        FluentdForwarder unused = to(receiver.port())) {
      throughout(Duration.ofMillis(300), () -> assertThat(receiver.connections()).isZero());
    }
  }

  @Test
  void last_events_arrive_before_close_returns() {
    try (ForwardReceiver receiver = ForwardReceiver.start()) {
      FluentdForwarder forwarder = to(receiver.port());
      send(forwarder, 0, 5_000);
      forwarder.close();
      forwarder.close();
      assertThat(numbers(receiver)).isEqualTo(range(0, 5_000));
      assertThat(receiver.chunks().size()).isGreaterThan(1);
    }
  }

  @Test
  void chunk_is_sent_again_if_the_receiver_goes_without_an_acknowledgement() {
    try (ForwardReceiver receiver =
            ForwardReceiver.start(0, chunk -> chunk == 0 ? Answer.CLOSE : Answer.ACK);
        FluentdForwarder forwarder = to(receiver.port())) {
      send(forwarder, 0, 3);
      eventually(SOON, () -> assertThat(receiver.chunks()).hasSize(2));
      assertThat(receiver.chunks().get(1)).isEqualTo(receiver.chunks().get(0));
      eventually(
          SOON,
          () ->
              assertThat(told())
                  .containsExactly(
                      "%s takes no log events: it closed the connection without an acknowledgement"
                          .formatted(name(receiver.port())),
                      name(receiver.port()) + " takes log events again"));
    }
  }

  @Test
  void connection_that_was_closed_while_idle_is_replaced_without_a_word() {
    ForwardReceiver receiver = ForwardReceiver.start();
    int port = receiver.port();
    try (FluentdForwarder forwarder = to(port)) {
      send(forwarder, 0, 1);
      eventually(SOON, () -> assertThat(receiver.answered()).isEqualTo(1));
      receiver.close();
      try (ForwardReceiver next = ForwardReceiver.start(port, chunk -> Answer.ACK)) {
        send(forwarder, 1, 2);
        eventually(SOON, () -> assertThat(numbers(next)).containsExactly(1));
        assertThat(told()).isEmpty();
      }
    }
  }

  @Test
  void other_answers_count_as_failures() {
    try (ForwardReceiver receiver =
            ForwardReceiver.start(0, chunk -> chunk == 0 ? Answer.OTHER : Answer.ACK);
        FluentdForwarder forwarder = to(receiver.port())) {
      send(forwarder, 0, 1);
      eventually(SOON, () -> assertThat(numbers(receiver)).containsExactly(0, 0));
      assertThat(told().get(0)).endsWith("another chunk than the one sent was acknowledged");
    }
  }

  @Test
  void receiver_that_never_acknowledges_is_left_after_30_seconds() {
    ManualClock manual = new ManualClock(TIME);
    try (ForwardReceiver receiver = ForwardReceiver.start(0, chunk -> Answer.NONE)) {
      FluentdForwarder forwarder = FluentdForwarder.start(receiver.address(), CAPACITY, manual);
      send(forwarder, 0, 1);
      eventually(
          SOON,
          () -> {
            if (receiver.connections() == 0) {
              manual.advance(Duration.ofMillis(200));
            }
            assertThat(receiver.chunks()).hasSize(1);
          });
      manual.advance(Duration.ofSeconds(20));
      assertThat(told()).isEmpty();
      eventually(
          SOON,
          () -> {
            manual.advance(Duration.ofSeconds(1));
            assertThat(receiver.connections()).isEqualTo(2);
          });
      assertThat(told())
          .containsExactly(
              name(receiver.port()) + " takes no log events: no acknowledgement within 30 s");
      CompletableFuture<Void> closed = CompletableFuture.runAsync(forwarder::close);
      eventually(
          SOON,
          () -> {
            manual.advance(Duration.ofMillis(100));
            assertThat(closed).isCompleted();
          });
    }
  }

  @Test
  void receiver_that_comes_back_gets_the_newest_and_drops_are_counted_and_told_once() {
    int port = FreePorts.find(1).get(0);
    try (FluentdForwarder forwarder = to(port)) {
      send(forwarder, 0, 60_000);
      eventually(SOON, () -> assertThat(told()).hasSize(2));
      assertThat(told())
          .containsExactlyInAnyOrder(
              name(port) + " takes no log events: Connection refused",
              "the oldest log events are dropped: 1024 KiB wait for " + name(port));
      try (ForwardReceiver receiver = ForwardReceiver.start(port, chunk -> Answer.ACK)) {
        eventually(SOON, () -> assertThat(numbers(receiver)).contains(59_999));
        List<Integer> arrived = numbers(receiver);
        int lost = 60_000 - arrived.size();
        assertThat(lost).isPositive();
        assertThat(arrived.subList(arrived.size() - 1_000, arrived.size()))
            .isEqualTo(range(59_000, 60_000));
        eventually(SOON, () -> assertThat(told()).hasSize(4));
        assertThat(told().subList(2, 4))
            .containsExactly(
                name(port) + " takes log events again",
                "log events that were dropped before " + name(port) + " took them again: " + lost);
      }
    }
  }

  @Test
  void receiver_that_reads_a_byte_a_second_delays_neither_calls_nor_the_end() {
    try (ForwardReceiver receiver = ForwardReceiver.start(0, new Slow())) {
      FluentdForwarder forwarder = to(receiver.port());
      Supplier<Duration> time = clock.stopwatch();
      send(forwarder, 0, 60_000);
      assertThat(time.get()).isLessThan(Duration.ofSeconds(5));
      Supplier<Duration> end = clock.stopwatch();
      forwarder.close();
      assertThat(end.get()).isLessThan(Duration.ofSeconds(1));
      assertThat(told().get(told().size() - 1))
          .isEqualTo("log events that " + name(receiver.port()) + " has not acknowledged: 60000");
    }
  }

  @Test
  void end_does_not_wait_for_a_receiver_that_is_not_there() {
    FluentdForwarder forwarder = to(FreePorts.find(1).get(0));
    send(forwarder, 0, 1);
    Supplier<Duration> end = clock.stopwatch();
    forwarder.close();
    assertThat(end.get()).isLessThan(Duration.ofMillis(900));
    assertThat(told()).hasSize(1).first().asString().endsWith(" has not acknowledged: 1");
  }

  @Test
  void its_own_events_stay_here() {
    try (ForwardReceiver receiver = ForwardReceiver.start()) {
      FluentdForwarder forwarder = to(receiver.port());
      forwarder.forward(TIME, Map.of("logger", ChunkSender.class.getName()));
      forwarder.close();
      assertThat(receiver.connections()).isZero();
    }
  }

  /** Reads one byte a second. */
  private static final class Slow implements ForwardReceiver.Manners {
    @Override
    public Answer to(int chunk) {
      return Answer.ACK;
    }

    @Override
    public InputStream reading(InputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] target, int from, int length) throws IOException {
          Deadline.within(Duration.ofSeconds(1), new CompletableFuture<Void>(), Clock.system());
          return super.read(target, from, 1);
        }
      };
    }
  }

  private FluentdForwarder to(int port) {
    return FluentdForwarder.start("127.0.0.1:" + port, CAPACITY, clock);
  }

  private static String name(int port) {
    return "fluentd at 127.0.0.1:" + port;
  }

  private List<String> told() {
    return told.list.stream().map(FluentdForwarderTest::text).toList();
  }

  private static String text(ILoggingEvent event) {
    @Nullable IThrowableProxy error = event.getThrowableProxy();
    return event.getFormattedMessage() + (error == null ? "" : ": " + error.getMessage());
  }

  private static void send(FluentdForwarder forwarder, int from, int to) {
    for (int i = from; i < to; i++) {
      forwarder.forward(TIME, Map.of("level", "info", "message", String.valueOf(i)));
    }
  }

  private static List<Integer> numbers(ForwardReceiver receiver) {
    return receiver.events().stream().map(event -> Integer.valueOf(event.message())).toList();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
