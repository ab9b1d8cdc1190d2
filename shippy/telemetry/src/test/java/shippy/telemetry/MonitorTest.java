package shippy.telemetry;

import static io.grpc.Status.Code.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.telemetry.Span.Kind.INTERNAL;

import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class MonitorTest {
  private static final TraceContext GIVEN = new TraceContext(1, 2, 3, true);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final Monitor monitor = new Monitor(clock, new SplittableRandom(1));

  private static Optional<SocketAddress> port(int port) {
    return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private void call(String service, int port) {
    monitor.callees().of(service, port(port)).count(OK, 1_000, monitor.nanoTime());
  }

  @Test
  void work_is_a_span_of_the_given_trace_or_begins_one() {
    ActiveSpan first = monitor.begin(INTERNAL, "first", Optional.empty());
    clock.advance(Duration.ofMillis(2));
    ActiveSpan second = monitor.begin(INTERNAL, "second", Optional.of(first.at()));
    clock.advance(Duration.ofMillis(3));
    second.end(Status.Code.NOT_FOUND, port(1));
    first.end(OK, Optional.empty());

    assertThat(monitor.spans())
        .containsExactly(
            new Span(
                second.at(),
                first.at().span(),
                INTERNAL,
                "second",
                2_000_000,
                3_000_000,
                Status.Code.NOT_FOUND,
                port(1),
                Optional.empty()),
            new Span(
                first.at(),
                0,
                INTERNAL,
                "first",
                0,
                5_000_000,
                OK,
                Optional.empty(),
                Optional.empty()));
    assertThat(second.at().trace()).isEqualTo(first.at().trace());
  }

  @Test
  void latest_200_spans_are_kept_oldest_first() {
    IntStream.range(0, 1_001)
        .forEach(
            i -> monitor.begin(INTERNAL, "s" + i, Optional.of(GIVEN)).end(OK, Optional.empty()));
    assertThat(monitor.spans())
        .extracting(Span::name)
        .isEqualTo(IntStream.range(801, 1_001).mapToObj(i -> "s" + i).toList());
  }

  @Test
  void hundred_new_traces_a_second_are_recorded_and_the_first_hundred_at_once() {
    assertThat(begun(1_000)).isEqualTo(100);
    clock.advance(Duration.ofMillis(9));
    assertThat(begun(10)).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(begun(10)).isEqualTo(1);
    clock.advance(Duration.ofMillis(255));
    assertThat(begun(1_000)).isEqualTo(25);
    clock.advance(Duration.ofHours(1));
    assertThat(begun(1_000)).isEqualTo(100);
  }

  private long begun(int works) {
    return IntStream.range(0, works)
        .mapToObj(i -> monitor.begin(INTERNAL, "work", Optional.empty()))
        .filter(work -> work.at().recorded())
        .count();
  }

  @Test
  void traces_that_are_not_recorded_share_one_header_and_keep_no_span() {
    begun(100);
    ActiveSpan first = monitor.begin(INTERNAL, "first", Optional.empty());
    ActiveSpan second = monitor.begin(INTERNAL, "second", Optional.of(first.at()));
    second.end(Status.Code.NOT_FOUND, Optional.empty());
    first.end(OK, Optional.empty());

    assertThat(first.at().traceparent()).endsWith("-00").isEqualTo(second.at().traceparent());
    assertThat(monitor.spans()).isEmpty();
  }

  @Test
  void given_trace_is_recorded_whatever_the_rate() {
    begun(100);
    monitor.begin(INTERNAL, "given", Optional.of(GIVEN)).end(OK, Optional.empty());
    assertThat(monitor.spans()).extracting(Span::parent).containsExactly(GIVEN.span());
  }

  @Test
  void callees_are_told_apart_by_service_and_address() {
    call("b", 2);
    call("a", 2);
    call("a", 1);
    call("a", 1);
    monitor.callees().of("a", Optional.empty()).count(Status.Code.UNAVAILABLE, 5_000, 0);
    assertThat(monitor.called())
        .containsExactly(
            new Callee("a", "", new MetricsSnapshot(1, 1, 5, 5)),
            new Callee("a", "127.0.0.1:1", new MetricsSnapshot(2, 0, 1, 1)),
            new Callee("a", "127.0.0.1:2", new MetricsSnapshot(1, 0, 1, 1)),
            new Callee("b", "127.0.0.1:2", new MetricsSnapshot(1, 0, 1, 1)));
  }

  @Test
  void callees_not_called_for_longest_give_way() {
    call("old", 1);
    clock.advance(Duration.ofMinutes(1));
    IntStream.range(0, CalleeMetrics.MAX).forEach(i -> call("new", 1 + i));
    List<Callee> called = monitor.called();
    assertThat(called).hasSize(CalleeMetrics.MAX);
    assertThat(called).extracting(Callee::service).containsOnly("new");
  }

  @Test
  void names_are_cut() {
    String endless = "x".repeat(10_000);
    call(endless, 1);
    monitor.begin(INTERNAL, endless, Optional.empty()).end(OK, Optional.empty());
    assertThat(monitor.called().get(0).service()).hasSize(255);
    assertThat(monitor.spans().get(0).name()).hasSize(255);
  }

  @Test
  void addresses_read_as_in_registrations() throws UnknownHostException {
    assertThat(PeerAddress.text(port(50051).orElseThrow())).isEqualTo("127.0.0.1:50051");
    InetAddress six =
        InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    assertThat(PeerAddress.text(new InetSocketAddress(six, 3))).isEqualTo("[::1]:3");
    assertThat(PeerAddress.text(InetSocketAddress.createUnresolved("vessels", 4)))
        .contains("vessels", "4");
  }

  @Test
  void exporter_gets_each_span_of_the_share_that_it_asks_for() {
    List<Span> all = new ArrayList<>();
    monitor.exportSpans(all::add, 1);
    assertThat(begun(1_000)).isEqualTo(1_000);
    monitor.begin(INTERNAL, "work", Optional.empty()).end(OK, Optional.empty());
    assertThat(all).isEqualTo(monitor.spans()).hasSize(1);

    monitor.exportSpans(all::add, 0.25);
    assertThat(begun(1_000)).isBetween(200L, 300L);
    monitor.exportSpans(all::add, 0);
    assertThat(begun(1_000)).isZero();
    monitor.begin(INTERNAL, "given", Optional.of(GIVEN)).end(OK, Optional.empty());
    assertThat(all).extracting(Span::name).containsExactly("work", "given");
  }
}
