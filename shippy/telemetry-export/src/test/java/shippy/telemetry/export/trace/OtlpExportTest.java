package shippy.telemetry.export.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.testkit.FreePorts;
import shippy.testkit.config.ScriptedConfig;

/** The way of spans from the monitor to a collector that is there, slow, gone and back. */
class OtlpExportTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final RunningExport export = new RunningExport();

  @AfterEach
  void close() {
    export.close();
  }

  @Test
  void spans_arrive_after_a_second() throws Exception {
    try (OtlpCollector collector = new OtlpCollector(0)) {
      export.start(collector.endpoint());
      export.record(2);
      assertThat(collector.requests).hasValue(0);
      export.clock.advance(SpanBatches.PERIOD);
      eventually(SOON, () -> assertThat(collector.spans).hasSize(2));
      assertThat(collector.spans.get(0).getEndTimeUnixNano())
          .isEqualTo(Instant.parse("2026-11-30T00:00:00Z").getEpochSecond() * 1_000_000_000L);
    }
  }

  @Test
  void half_a_queue_goes_at_once_in_batches() throws Exception {
    try (OtlpCollector collector = new OtlpCollector(0)) {
      export.start(collector.endpoint());
      export.record(SpanBatches.CAPACITY / 2);
      eventually(SOON, () -> assertThat(collector.spans).hasSize(SpanBatches.CAPACITY / 2));
      assertThat(collector.requests.get()).isBetween(2, 3);
    }
  }

  @Test
  void what_is_left_at_the_end_is_sent_before_it() throws Exception {
    try (OtlpCollector collector = new OtlpCollector(0)) {
      export.start(collector.endpoint());
      export.record(600);
      export.close();
      assertThat(collector.spans).hasSize(600);
    }
    assertThat(export.lines()).isEmpty();
  }

  @Test
  void traces_that_begin_here_are_sent_by_their_share() throws Exception {
    try (OtlpCollector collector = new OtlpCollector(0)) {
      export.start(Map.of("trace_endpoint", collector.endpoint(), "trace_sample", "0"));
      export.record(100);
      export.close();
      assertThat(collector.spans).isEmpty();
    }
  }

  @Test
  void share_follows_the_configuration() throws Exception {
    ScriptedConfig script = ScriptedConfig.of("trace_sample = 0\n");
    try (OtlpCollector collector = new OtlpCollector(0);
        LiveConfig live = script.load(Map.of("trace_endpoint", collector.endpoint()), List.of())) {
      export.start(live);
      export.record(100);
      script.change("trace_sample = 1\n");
      export.record(30);
      script.change("trace_sample = 0.0\n");
      export.record(100);
      export.close();
      assertThat(collector.spans).hasSize(30);
      script.change("trace_sample = 1\n");
    }
  }

  @Test
  void receiver_that_is_down_is_told_once_and_its_return_with_what_was_lost() throws Exception {
    int port = FreePorts.find(1).get(0);
    export.start("otlp://127.0.0.1:" + port);
    int all = SpanBatches.CAPACITY + SpanBatches.BATCH + 500;
    export.record(all);
    eventually(SOON, () -> assertThat(export.lines()).hasSize(1));
    assertThat(export.lines().get(0))
        .startsWith("export of traces to otlp://127.0.0.1:%d fails: ".formatted(port))
        .containsIgnoringCase("connection refused");
    export.clock.advance(Duration.ofSeconds(30));
    assertThat(export.lines()).hasSize(1);
    try (OtlpCollector collector = new OtlpCollector(port)) {
      eventually(
          SOON,
          () -> {
            export.clock.advance(Duration.ofSeconds(12));
            assertThat(export.lines()).hasSizeGreaterThan(2);
          });
      assertThat(export.lines().get(1))
          .isEqualTo("export of traces to otlp://127.0.0.1:%d works again".formatted(port));
      String lost = export.lines().get(2);
      assertThat(lost).startsWith("spans not exported to otlp://127.0.0.1:%d: ".formatted(port));
      int counted = Integer.parseInt(lost.replaceAll(".*: ", ""));
      assertThat(counted).isBetween(500, 500 + SpanBatches.BATCH);
      eventually(SOON, () -> assertThat(collector.spans).hasSize(all - counted));
    }
  }

  @Test
  void receiver_that_goes_in_the_middle_gets_the_batch_when_it_is_back() throws Exception {
    OtlpCollector first = new OtlpCollector(0);
    first.answer = OtlpCollector.Answer.NEVER;
    export.start(first.endpoint());
    export.record(3);
    export.clock.advance(SpanBatches.PERIOD);
    eventually(SOON, () -> assertThat(first.requests).hasValue(1));
    int port = Integer.parseInt(first.endpoint().replaceAll(".*:", ""));
    first.close();
    eventually(SOON, () -> assertThat(export.lines()).hasSize(1));
    try (OtlpCollector second = new OtlpCollector(port)) {
      eventually(
          SOON,
          () -> {
            export.clock.advance(Duration.ofSeconds(12));
            assertThat(second.spans).hasSize(3);
          });
      eventually(SOON, () -> assertThat(export.lines()).hasSize(2)); // its answer has arrived
    }
    assertThat(export.lines().get(1)).endsWith(" works again");
  }

  @Test
  void receiver_that_never_answers_delays_neither_calls_nor_the_end() throws Exception {
    try (OtlpCollector silent = new OtlpCollector(0)) {
      silent.answer = OtlpCollector.Answer.NEVER;
      export.start(silent.endpoint());
      export.record(1);
      export.clock.advance(SpanBatches.PERIOD);
      eventually(SOON, () -> assertThat(silent.requests).hasValue(1));
      export.record(5);
      Supplier<Duration> took = Clock.system().stopwatch();
      export.close();
      assertThat(took.get()).isLessThan(Duration.ofSeconds(1));
      assertThat(export.lines())
          .contains("spans not exported to %s: 6".formatted(silent.endpoint()));
    }
  }

  @Test
  void batch_that_is_refused_for_good_is_not_sent_again() throws Exception {
    try (OtlpCollector collector = new OtlpCollector(0)) {
      collector.answer = OtlpCollector.Answer.REFUSE;
      export.start(collector.endpoint());
      export.record(3);
      export.clock.advance(SpanBatches.PERIOD);
      eventually(SOON, () -> assertThat(export.lines()).hasSize(1));
      assertThat(export.lines().get(0)).endsWith(" fails: INVALID_ARGUMENT: on purpose");
      collector.answer = OtlpCollector.Answer.TAKE;
      export.record(2);
      eventually(
          SOON,
          () -> {
            export.clock.advance(Duration.ofSeconds(1));
            assertThat(collector.spans).hasSize(2);
          });
      eventually(SOON, () -> assertThat(export.lines()).hasSize(3));
      assertThat(export.lines().get(2))
          .isEqualTo("spans not exported to %s: 3".formatted(collector.endpoint()));
    }
  }

  @Test
  void spans_that_are_rejected_are_told_with_the_reason_and_counted() throws Exception {
    try (OtlpCollector collector = new OtlpCollector(0)) {
      collector.answer = OtlpCollector.Answer.REJECT_ONE;
      export.start(collector.endpoint());
      for (int i = 1; i <= 3; i++) {
        export.record(2);
        export.clock.advance(SpanBatches.PERIOD);
        int sent = 2 * i;
        eventually(SOON, () -> assertThat(collector.spans).hasSize(sent));
      }
      export.close();
      assertThat(export.lines())
          .contains("%s rejects spans: too old".formatted(collector.endpoint()))
          .filteredOn(line -> line.contains("rejects"))
          .hasSize(1);
      assertThat(
              export.lines().stream()
                  .filter(line -> line.startsWith("spans not"))
                  .mapToInt(line -> Integer.parseInt(line.replaceAll(".*: ", "")))
                  .sum())
          .isEqualTo(3);
    }
  }
}
