package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final long LOOKED = 1_000;

  /** A call to the gateway, its call of an instance, that instance's answer and its own call. */
  private static final TraceSpan ROOT = span("1", "", 100, 900, false);

  private static final TraceSpan CALL = span("2", "1", 200, 800, true);
  private static final TraceSpan ANSWER = span("3", "2", 300, 700, false);
  private static final TraceSpan INNER = span("4", "3", 400, 600, true);

  @Test
  void trace_with_all_its_spans_is_complete() {
    assertThat(isComplete(ROOT, CALL, ANSWER, INNER)).isTrue();
    assertThat(isComplete(ROOT)).isTrue();
  }

  @Test
  void trace_that_a_caller_outside_began_is_complete_too() {
    assertThat(isComplete(span("1", "f", 100, 900, false), CALL, ANSWER)).isTrue();
  }

  @Test
  void trace_without_its_first_span_is_not() {
    assertThat(isComplete(CALL, ANSWER, INNER)).isFalse();
    assertThat(isComplete(INNER)).isFalse();
  }

  @Test
  void trace_with_a_gap_is_not() {
    assertThat(isComplete(ROOT, ANSWER)).isFalse();
    assertThat(isComplete(ROOT, CALL, INNER)).isFalse();
  }

  @Test
  void trace_that_ended_during_the_look_is_not() {
    assertThat(isComplete(span("1", "", 100, LOOKED + 1, false))).isFalse();
    assertThat(isComplete(span("1", "", 100, LOOKED, false))).isTrue();
  }

  @Test
  void traces_stay_after_their_instances_have_gone_and_those_that_failed_longest() {
    Traces traces = new Traces();
    traces.look(
        Instant.EPOCH, Stream.of(call("bad", 1_000, "UNAVAILABLE"), call("good", 2_000, "OK")));

    assertThat(traces.look(Instant.EPOCH, Stream.empty()))
        .extracting(SystemStatus.Trace::id)
        .containsExactly("good", "bad");
    assertThat(
            traces.look(
                Instant.EPOCH,
                IntStream.range(0, 2 * Traces.MAX_OTHERS)
                    .mapToObj(i -> call("t" + i, 10_000 + 1_000 * i, "OK"))))
        .hasSize(Traces.MAX_OTHERS + 1)
        .extracting(SystemStatus.Trace::id)
        .startsWith("t399")
        .endsWith("bad")
        .doesNotContain("good");
  }

  @Test
  void span_that_comes_later_belongs_to_its_trace() {
    Traces traces = new Traces();
    traces.look(Instant.EPOCH, Stream.of(ROOT));

    assertThat(traces.look(Instant.EPOCH, Stream.of(CALL, ROOT)).get(0).spans()).hasSize(2);
  }

  private static TraceSpan call(String trace, long start, String status) {
    return new TraceSpan(trace, "1", "", "node", "call", start, 5, status, 1, false);
  }

  private static boolean isComplete(TraceSpan... spans) {
    return new Traces()
        .look(Instant.EPOCH.plusNanos(LOOKED * 1_000), Stream.of(spans))
        .get(0)
        .complete();
  }

  private static TraceSpan span(String id, String parent, long start, long end, boolean made) {
    return new TraceSpan("t", id, parent, "node", "call", start, end - start, "OK", 1, made);
  }
}
