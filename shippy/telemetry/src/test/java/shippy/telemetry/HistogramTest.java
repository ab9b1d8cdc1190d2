package shippy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  private final SplittableRandom random = new SplittableRandom(42);

  @Test
  void numbers_up_to_31_are_exact() {
    for (int i = 0; i < 32; i++) {
      assertThat(Histogram.middle(Histogram.bucket(i))).isEqualTo(i);
    }
  }

  @Test
  void every_number_is_told_within_a_32nd() {
    for (int i = 0; i < 100_000; i++) {
      long number = random.nextLong(1L << random.nextInt(1, 33));
      double told = Histogram.middle(Histogram.bucket(number));
      assertThat(told).as("%d", number).isCloseTo((double) number, within(number / 32.0));
    }
  }

  @Test
  void buckets_are_in_order_without_a_gap() {
    int last = -1;
    for (long number = 0; number < 1L << 20; number++) {
      int bucket = Histogram.bucket(number);
      assertThat(bucket - last).isBetween(0, 1);
      last = bucket;
    }
  }

  @Test
  void numbers_out_of_range_count_as_the_nearest() {
    assertThat(Histogram.bucket(-1)).isZero();
    assertThat(Histogram.bucket(Long.MIN_VALUE)).isZero();
    assertThat(Histogram.bucket(Long.MAX_VALUE)).isEqualTo(Histogram.BUCKETS - 1);
    assertThat(Histogram.bucket((1L << 32) - 1)).isEqualTo(Histogram.BUCKETS - 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.9, 0.99, 0.999, 1})
  void quantiles_are_those_of_the_sorted_numbers(double part) {
    Histogram histogram = new Histogram();
    long[] numbers = new long[10_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (long) Math.exp(random.nextDouble(4, 14));
      histogram.record(numbers[i]);
    }
    Arrays.sort(numbers);
    long exact = numbers[(int) Math.ceil(part * numbers.length) - 1];
    assertThat((double) quantile(histogram, part)).isCloseTo((double) exact, within(exact / 32.0));
  }

  @Test
  void quantile_of_nothing_is_zero_and_of_one_number_that_number() {
    Histogram histogram = new Histogram();
    assertThat(quantile(histogram, 0.5)).isZero();
    histogram.record(7);
    assertThat(quantile(histogram, 0)).isEqualTo(7);
    assertThat(quantile(histogram, 0.5)).isEqualTo(7);
    assertThat(quantile(histogram, 1)).isEqualTo(7);
  }

  private static long quantile(Histogram histogram, double part) {
    long[] sums = new long[Histogram.BUCKETS];
    histogram.addTo(sums);
    return Histogram.quantile(sums, part);
  }
}
