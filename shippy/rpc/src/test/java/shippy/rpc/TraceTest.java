package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.rpc.MonitoredServices.FIND;
import static shippy.rpc.MonitoredServices.SOON;
import static shippy.rpc.MonitoredServices.find;
import static shippy.telemetry.Span.Kind.HTTP_SERVER;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.proto.debug.Callee;
import shippy.proto.debug.Span;
import shippy.proto.debug.SpanType;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Node;
import shippy.service.RunningService;
import shippy.telemetry.ActiveSpan;
import shippy.telemetry.Monitor;

/** The traces of calls over real connections. */
class TraceTest {
  private static final List<String> HOSTILE =
      List.of(
          "",
          "00-00000000000000000000000000000000-0000000000000000-00",
          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
          "' OR 1=1 --",
          "<script>alert(1)</script>");

  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final String UNRECORDED = GOOD.substring(0, GOOD.length() - 1) + "0";

  private final MonitoredServices fleet = new MonitoredServices();

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  @Test
  void one_trace_leads_from_the_caller_over_two_services() {
    RunningService vessels = fleet.vessels();
    RunningService relay = fleet.relay();
    find(fleet.client.channel(RelayService.NAME));

    shippy.telemetry.Span begin = fleet.own(1).get(0);
    List<Span> middle = fleet.spans(relay, 2);
    Span out = middle.get(0);
    Span in = middle.get(1);
    Span end = fleet.spans(vessels, 1).get(0);

    assertThat(List.of(in, out, end)).extracting(Span::getTrace).containsOnly(begin.at().trace());
    assertThat(begin.parent()).isZero();
    assertThat(in.getParent()).isEqualTo(hex(begin.at().span()));
    assertThat(out.getParent()).isEqualTo(in.getId());
    assertThat(end.getParent()).isEqualTo(out.getId());
    assertThat(List.of(in, out, end)).extracting(Span::getName).containsOnly(FIND);
    assertThat(List.of(in.getType(), out.getType(), end.getType()))
        .containsExactly(SpanType.INBOUND, SpanType.OUTBOUND, SpanType.INBOUND);
    assertThat(out.getMetadataMap())
        .isEqualTo(
            Map.of(
                "status",
                "OK",
                "node",
                relay.node().id(),
                "peer",
                vessels.node().address(),
                "service",
                InProcessServices.NAME,
                "attempt",
                "1"));
    assertThat(end.getMetadataMap())
        .containsEntry("node", vessels.node().id())
        .containsEntry("status", "OK")
        .containsKey("peer")
        .doesNotContainKey("attempt");
  }

  @Test
  void spans_lie_within_their_parents_in_time() {
    Instant before = Instant.now();
    RunningService vessels = fleet.vessels();
    RunningService relay = fleet.relay();
    find(fleet.client.channel(RelayService.NAME));
    Span out = fleet.spans(relay, 2).get(0);
    Span in = fleet.spans(relay, 2).get(1);
    Span end = fleet.spans(vessels, 1).get(0);

    long slack = Duration.ofMillis(1).toNanos(); // times of day are read with that care
    assertThat(in.getStarted()).isBetween(nanos(before) - slack, nanos(Instant.now()));
    assertThat(out.getStarted()).isGreaterThanOrEqualTo(in.getStarted() - slack);
    assertThat(end.getStarted()).isGreaterThanOrEqualTo(out.getStarted() - slack);
    assertThat(end.getDuration()).isPositive().isLessThan(in.getDuration() + slack);
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  @Test
  void each_attempt_of_a_retried_call_is_a_span_that_its_instance_continues() {
    RunningService vessels = fleet.vessels();
    fleet.handler.refusals.set(1);
    find(fleet.client.channel(InProcessServices.NAME));

    List<shippy.telemetry.Span> attempts = fleet.own(2);
    assertThat(attempts)
        .extracting(span -> span.attempt().orElseThrow().number())
        .containsExactly(1, 2);
    assertThat(attempts)
        .extracting(shippy.telemetry.Span::status)
        .containsExactly(Status.Code.UNAVAILABLE, Status.Code.OK);
    assertThat(attempts.get(1).at().trace()).isEqualTo(attempts.get(0).at().trace());
    assertThat(fleet.spans(vessels, 2))
        .extracting(Span::getTrace)
        .containsExactlyElementsOf(attempts.stream().map(span -> span.at().trace()).toList());
    assertThat(fleet.spans(vessels, 2))
        .extracting(Span::getParent)
        .containsExactlyElementsOf(attempts.stream().map(span -> hex(span.at().span())).toList());
  }

  @Test
  void attempts_of_a_call_within_another_have_the_same_parent() {
    RunningService vessels = fleet.vessels();
    RunningService relay = fleet.relay();
    fleet.handler.refusals.set(1);
    find(fleet.client.channel(RelayService.NAME));

    List<Span> told = fleet.spans(relay, 3);
    List<Span> attempts = told.subList(0, 2);
    assertThat(attempts).extracting(Span::getParent).containsOnly(told.get(2).getId());
    assertThat(attempts)
        .extracting(span -> span.getMetadataOrThrow("attempt"))
        .containsExactly("1", "2");
    assertThat(attempts)
        .extracting(span -> span.getMetadataOrThrow("status"))
        .containsExactly("UNAVAILABLE", "OK");
    assertThat(fleet.spans(vessels, 2))
        .extracting(Span::getParent)
        .containsExactlyElementsOf(attempts.stream().map(Span::getId).toList());

    Callee callee = fleet.stats(relay).getCallees(0);
    assertThat(callee.getService()).isEqualTo(InProcessServices.NAME);
    assertThat(callee.getAddress()).isEqualTo(vessels.node().address());
    assertThat(List.of(callee.getRequests(), callee.getErrors())).containsExactly(2L, 1L);
    assertThat(callee.getP99Us()).isPositive();
  }

  @Test
  void call_repeated_after_a_cut_off_stays_in_its_trace() throws Exception {
    BareServer server = fleet.fleet.keep(BareServer.of(fleet.handler));
    fleet.fleet.registry.register(
        Node.of(InProcessServices.NAME, InProcessServices.NAME + "-1", server.address()),
        Duration.ofMinutes(1));
    Future<Response> running =
        VesselServiceGrpc.newFutureStub(fleet.client.channel(InProcessServices.NAME))
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .create(Vessel.getDefaultInstance());
    eventually(SOON, () -> assertThat(fleet.handler.calls.get()).isEqualTo(1));
    InProcessServices.Handler other = new InProcessServices.Handler();
    other.gate.complete(null);
    RunningService second = fleet.fleet.start(other);
    server.cutOff();
    assertThat(running.get(10, TimeUnit.SECONDS).getCreated()).isTrue();

    // The second attempt may meet the connection that is ending; then there is a third.
    List<shippy.telemetry.Span> attempts = fleet.caller.monitor().spans();
    assertThat(attempts)
        .extracting(span -> span.attempt().orElseThrow().number())
        .startsWith(1, 2)
        .isSorted();
    assertThat(attempts)
        .extracting(span -> span.at().trace())
        .containsOnly(attempts.get(0).at().trace());
    shippy.telemetry.Span last = attempts.get(attempts.size() - 1);
    assertThat(last.status()).isEqualTo(Status.Code.OK);
    assertThat(fleet.spans(second, 1).get(0).getParent()).isEqualTo(hex(last.at().span()));
  }

  @Test
  void work_of_the_caller_is_the_parent_of_its_calls() throws Exception {
    RunningService vessels = fleet.vessels();
    Monitor monitor = fleet.caller.monitor();
    ActiveSpan work = monitor.begin(HTTP_SERVER, "GET /", Optional.empty());
    work.in(Context.current()).run(() -> find(fleet.client.channel(InProcessServices.NAME)));
    work.end(Status.Code.OK, Optional.empty());

    assertThat(fleet.own(2).get(0).parent()).isEqualTo(work.at().span());
    assertThat(fleet.spans(vessels, 1).get(0).getTrace()).isEqualTo(work.at().trace());
  }

  @Test
  void traceparent_that_the_caller_names_is_continued() {
    RunningService vessels = fleet.vessels();
    find(named(GOOD, fleet.client.channel(InProcessServices.NAME)));

    assertThat(fleet.own(1).get(0).at().trace()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(hex(fleet.own(1).get(0).parent())).isEqualTo("00f067aa0ba902b7");
    assertThat(fleet.spans(vessels, 1).get(0).getParent())
        .isEqualTo(hex(fleet.own(1).get(0).at().span()));
  }

  @Test
  void call_that_its_caller_does_not_record_is_counted_but_no_span() {
    RunningService vessels = fleet.vessels();
    RunningService relay = fleet.relay();
    find(named(UNRECORDED, fleet.client.channel(RelayService.NAME)));
    find(named(GOOD, fleet.client.channel(RelayService.NAME)));

    String given = "4bf92f3577b34da6a3ce929d0e0e4736";
    assertThat(fleet.own(1)).extracting(span -> span.at().trace()).containsOnly(given);
    assertThat(fleet.spans(relay, 2)).extracting(Span::getTrace).containsOnly(given);
    assertThat(fleet.spans(vessels, 1)).extracting(Span::getTrace).containsOnly(given);
    eventually(SOON, () -> assertThat(fleet.stats(relay).getRequests()).isEqualTo(2));
    assertThat(fleet.stats(vessels).getRequests()).isEqualTo(2);
    assertThat(fleet.stats(relay).getCallees(0).getRequests()).isEqualTo(2);
  }

  @Test
  void call_that_is_not_recorded_becomes_so_with_its_first_failed_attempt() {
    RunningService vessels = fleet.vessels();
    RunningService relay = fleet.relay();
    fleet.handler.refusals.set(1);
    find(named(UNRECORDED, fleet.client.channel(RelayService.NAME)));

    List<Span> told = fleet.spans(relay, 3);
    assertThat(told)
        .extracting(span -> span.getMetadataOrDefault("attempt", ""))
        .containsExactly("1", "2", "");
    assertThat(told).extracting(Span::getTrace).containsOnly(told.get(2).getTrace());
    assertThat(told.get(2).getParent()).isEmpty();
    assertThat(told.subList(0, 2)).extracting(Span::getParent).containsOnly(told.get(2).getId());
    assertThat(fleet.spans(vessels, 1).get(0).getParent()).isEqualTo(told.get(1).getId());
    assertThat(fleet.caller.monitor().spans()).isEmpty();
  }

  @Test
  void hostile_traceparent_is_ignored() throws Exception {
    RunningService vessels = fleet.vessels();
    ManagedChannel plain = fleet.caller.channel("dns:///" + vessels.address()).build();
    try {
      find(named(GOOD, plain));
      for (String header : HOSTILE) {
        find(named(header, plain));
        find(named(header + "0".repeat(6_000), plain));
      }
    } finally {
      plain.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    List<Span> spans = fleet.spans(vessels, 1 + 2 * HOSTILE.size());
    assertThat(spans.get(0).getTrace()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(spans.get(0).getParent()).isEqualTo("00f067aa0ba902b7");
    assertThat(spans.subList(1, spans.size())).extracting(Span::getParent).containsOnly("");
    assertThat(spans).extracting(Span::getTrace).doesNotHaveDuplicates();
    assertThat(spans).extracting(Span::getTrace).allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  private static Channel named(String traceparent, Channel channel) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), traceparent);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Test
  void one_trace_can_be_asked_for() {
    RunningService vessels = fleet.vessels();
    find(fleet.client.channel(InProcessServices.NAME));
    find(fleet.client.channel(InProcessServices.NAME));
    String wanted = fleet.spans(vessels, 2).get(1).getTrace();

    assertThat(fleet.trace(vessels, wanted)).extracting(Span::getTrace).containsExactly(wanted);
    assertThat(fleet.trace(vessels, "none")).isEmpty();
  }

  private static String hex(long id) {
    return "%016x".formatted(id);
  }
}
