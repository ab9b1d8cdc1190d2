package shippy.telemetry.export.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.gson.JsonParser;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.clock.Clock;

/** The same over HTTP, where any page answers. */
class HttpExportTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final RunningExport export = new RunningExport();

  @AfterEach
  void close() {
    export.close();
  }

  @Test
  void otlp_is_the_same_message() throws Exception {
    List<ExportTraceServiceRequest> got = new CopyOnWriteArrayList<>();
    try (HttpReceiver receiver =
        new HttpReceiver(
            "/v1/traces",
            request -> {
              assertThat(request.getRequestHeaders().getFirst("Content-Type"))
                  .isEqualTo("application/x-protobuf");
              got.add(ExportTraceServiceRequest.parseFrom(request.getRequestBody()));
              HttpReceiver.answer(request, 200, "application/x-protobuf");
            })) {
      export.start("otlp+http://127.0.0.1:" + receiver.port());
      export.record(2);
      export.close();
    }
    assertThat(got).hasSize(1);
    assertThat(got.get(0).getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(2);
    assertThat(export.lines()).isEmpty();
  }

  @Test
  void zipkin_gets_json() throws Exception {
    List<String> got = new CopyOnWriteArrayList<>();
    try (HttpReceiver receiver =
        new HttpReceiver(
            "/api/v2/spans",
            request -> {
              got.add(new String(request.getRequestBody().readAllBytes(), UTF_8));
              HttpReceiver.answer(request, 202, "");
            })) {
      export.start("zipkin://127.0.0.1:" + receiver.port());
      export.record(2);
      export.close();
    }
    assertThat(got).hasSize(1);
    assertThat(JsonParser.parseString(got.get(0)).getAsJsonArray()).hasSize(2);
    assertThat(export.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"otlp+http, /v1/traces, 200 application/x-protobuf", "zipkin, /api/v2/spans, 202"})
  void page_that_answers_anything_is_no_receiver(String scheme, String path, String expected)
      throws Exception {
    try (HttpReceiver page =
        new HttpReceiver("/", request -> HttpReceiver.answer(request, 200, "text/html"))) {
      export.start(scheme + "://127.0.0.1:" + page.port());
      export.record(1);
      export.close();
      assertThat(export.lines())
          .containsExactly(
              "export of traces to %s://127.0.0.1:%d fails: UNKNOWN: http://127.0.0.1:%2$d%s answered 200 text/html (expected: %s)"
                  .formatted(scheme, page.port(), path, expected),
              "spans not exported to %s://127.0.0.1:%d: 1".formatted(scheme, page.port()));
    }
  }

  @Test
  void overloaded_receiver_gets_them_later() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (HttpReceiver receiver =
        new HttpReceiver(
            "/",
            request ->
                HttpReceiver.answer(request, requests.incrementAndGet() == 1 ? 503 : 202, ""))) {
      export.start("zipkin://127.0.0.1:" + receiver.port());
      export.record(1);
      export.clock.advance(SpanBatches.PERIOD);
      eventually(SOON, () -> assertThat(export.lines()).hasSize(1));
      eventually(
          SOON,
          () -> {
            export.clock.advance(Duration.ofSeconds(1));
            assertThat(export.lines()).hasSize(2);
          });
      assertThat(requests).hasValue(2);
    }
  }

  @Test
  void receiver_that_never_answers_does_not_delay_the_end() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (HttpReceiver silent = new HttpReceiver("/", request -> asked.countDown())) {
      export.start("zipkin://127.0.0.1:" + silent.port());
      export.record(1);
      export.clock.advance(SpanBatches.PERIOD);
      await(asked);
      Supplier<Duration> took = Clock.system().stopwatch();
      export.close();
      assertThat(took.get()).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
