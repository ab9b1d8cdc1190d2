package shippy.governance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.governance.limits.SimulatedServer.Seen;

/** What the limit makes of a server whose capacity is known, in virtual time. */
class GradientLimitTest {
  /** Minutes enough that what drifts is far away. */
  @ParameterizedTest
  @CsvSource({"4, 1.5, 3", "4, 5, 3", "16, 1.5, 3", "16, 5, 30", "16, 20, 3", "100, 5, 3"})
  void overloaded_server_serves_its_capacity_at_no_more_than_twice_its_latency(
      int places, double factor, int minutes) {
    SimulatedServer server = new SimulatedServer(places, 50, false);
    server.run(factor, 20);
    for (int minute = 0; minute < minutes; minute++) {
      Seen seen = server.run(factor, 60);
      assertThat(seen.goodput()).as("minute " + minute).isGreaterThan(0.9);
      assertThat(seen.p99Millis()).as("minute " + minute).isLessThan(110);
    }
  }

  @Test
  void first_twenty_seconds_meet_it_too() {
    Seen seen = new SimulatedServer(16, 50, false).run(5, 20);
    assertThat(seen.goodput()).isGreaterThan(0.95);
    assertThat(seen.p99Millis()).isLessThan(100);
  }

  /** Slow calls among quick ones are no sign of load. */
  @ParameterizedTest
  @CsvSource({"16, 5", "64, 5", "16, 1.5"})
  void methods_of_different_speed_do_not_starve_each_other(int places, double factor) {
    SimulatedServer server = new SimulatedServer(places, 20, true);
    server.run(factor, 20);
    Seen seen = server.run(factor, 120);
    assertThat(seen.goodput()).isGreaterThan(0.95);
    assertThat(seen.p99Millis()).isLessThan(1.3 * 200);
  }

  @Test
  void server_that_is_not_overloaded_serves_all() {
    SimulatedServer server = new SimulatedServer(16, 50, false);
    server.run(0.5, 20);
    assertThat(server.run(0.7, 60).goodput()).isBetween(0.67, 0.73);
    assertThat(server.run(5, 10).goodput()).isGreaterThan(0.9);
  }

  /** The limit of a server that served few calls at a time is small, and so are its steps. */
  @ParameterizedTest
  @CsvSource({"1, 15", "1, 16", "1, 17", "1, 60", "2, 15", "2, 60", "3, 15", "4, 15"})
  void server_that_has_healed_serves_all_again(int before, int seconds) {
    SimulatedServer server = new SimulatedServer(before, 50, false);
    server.run(5, seconds);
    server.places(16);
    server.run(5, 10);
    assertThat(server.run(5, 20).goodput()).isGreaterThan(0.9);
  }

  @Test
  void one_place_is_found_too() {
    SimulatedServer server = new SimulatedServer(1, 50, false);
    server.run(5, 60);
    Seen seen = server.run(5, 120);
    assertThat(seen.goodput()).isGreaterThan(0.8);
    assertThat(server.limit()).isLessThanOrEqualTo(3);
  }
}
