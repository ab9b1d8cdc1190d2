package shippy.console.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoUnitsTest {
  @ParameterizedTest
  @CsvSource({"0, 0s", "59, 59s", "60, 1m0s", "192, 3m12s", "3600, 1h0m0s", "90061, 25h1m1s"})
  void seconds_are_written_as_go_does(long seconds, String text) {
    assertThat(GoUnits.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0µs", "999, 999µs", "1000, 1.0ms", "1900, 1.9ms", "2500000, 2.5s"})
  void micros_have_the_unit_that_fits(long micros, String text) {
    assertThat(GoUnits.micros(micros)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00mb", "3210000, 3.21mb", "46137344, 46.14mb"})
  void bytes_are_megabytes(long bytes, String text) {
    assertThat(GoUnits.bytes(bytes)).isEqualTo(text);
  }
}
