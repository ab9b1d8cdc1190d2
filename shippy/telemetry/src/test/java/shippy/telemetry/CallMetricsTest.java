package shippy.telemetry;

import static io.grpc.Status.Code.NOT_FOUND;
import static io.grpc.Status.Code.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final CallMetrics figures = new CallMetrics(CallMeter.Recorder.NONE);

  private void count(long micros, long nowNanos) {
    figures.count(OK, micros * 1_000, nowNanos);
  }

  @Test
  void everything_but_ok_is_an_error() {
    figures.count(OK, 1_000, 0);
    figures.count(NOT_FOUND, 3_000, 0);
    assertThat(figures.counted(0)).isEqualTo(new MetricsSnapshot(2, 1, 1, 3));
  }

  @Test
  void counts_stay_and_latencies_are_forgotten_within_a_minute() {
    count(10, 0);
    assertThat(figures.counted(30 * SECOND).p50Micros()).isEqualTo(10);
    assertThat(figures.counted(MINUTE)).isEqualTo(new MetricsSnapshot(1, 0, 0, 0));
  }

  @Test
  void latencies_are_those_of_this_half_minute_and_the_one_before() {
    count(10, 0);
    count(20, 35 * SECOND);
    assertThat(figures.counted(35 * SECOND).p50Micros()).isEqualTo(10);
    assertThat(figures.counted(59 * SECOND).p99Micros()).isEqualTo(20);
    assertThat(figures.counted(61 * SECOND).p50Micros()).isEqualTo(20);
  }

  @Test
  void clock_may_begin_anywhere() {
    long begin = Long.MIN_VALUE / 2;
    count(10, begin);
    assertThat(figures.counted(begin + SECOND).p50Micros()).isEqualTo(10);
    assertThat(figures.counted(begin + 2 * MINUTE).p50Micros()).isZero();
  }

  @Test
  void together_they_are_summed_before_quantiles_are_taken() {
    CallMetrics other = new CallMetrics(CallMeter.Recorder.NONE);
    for (int i = 0; i < 99; i++) {
      count(10, 0);
    }
    other.count(NOT_FOUND, 31_000, 0);
    assertThat(MetricsSnapshot.of(List.of(figures, other), 0))
        .isEqualTo(new MetricsSnapshot(100, 1, 10, 10));
    other.count(OK, 31_000, 0);
    assertThat(MetricsSnapshot.of(List.of(figures, other), 0))
        .isEqualTo(new MetricsSnapshot(101, 1, 10, 31));
  }

  @Test
  void counting_on_many_threads_loses_nothing_also_when_windows_are_swapped() throws Exception {
    long each = 50_000;
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int thread = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  figures.count(i % 2 == 0 ? OK : NOT_FOUND, 5_000, i * SECOND / 1_000 + thread);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(figures.counted(each * SECOND / 1_000))
        .isEqualTo(new MetricsSnapshot(8 * each, 4 * each, 5, 5));
    long[] sums = new long[Histogram.BUCKETS];
    figures.addLatenciesTo(sums, 49 * SECOND);
    assertThat(sums[5]).isEqualTo(8 * each);
  }
}
