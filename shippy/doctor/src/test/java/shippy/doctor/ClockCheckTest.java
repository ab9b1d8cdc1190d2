package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.clock.ManualClock;
import shippy.testkit.etcd.EtcdExtension;

@Tag("etcd")
class ClockCheckTest {
  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @Test
  void clock_that_agrees_with_etcd_passes() {
    assertThat(look(Duration.ZERO).line())
        .isEqualTo("PASS clock: within 2 s of the clock of 127.0.0.1");
  }

  @Test
  void clock_that_goes_wrong_warns() {
    assertThat(look(Duration.ofHours(1)).line())
        .matches(
            "WARN clock: (359[5-9]|360[01]) s ahead of that of 127.0.0.1: times .* do not compare");
    Rows behind = look(Duration.ofHours(-1));
    assertThat(behind.line())
        .matches("WARN clock: (359[89]|360\\d) s behind that of 127.0.0.1: .*");
    assertThat(behind.fix()).isEqualTo("timedatectl set-ntp true");
  }

  @Test
  void nothing_is_said_if_nobody_tells_the_time() {
    assertThat(Rows.of(new ClockCheck(EtcdRows.config("127.0.0.1:1"), Clock.system())).all())
        .isEmpty();
  }

  /** The clock stands still while etcd is asked, and etcd cuts its seconds off. */
  private static Rows look(Duration skew) {
    ManualClock clock = new ManualClock(Clock.system().now().plus(skew));
    return Rows.of(new ClockCheck(EtcdRows.config(etcd.endpoints()), clock));
  }
}
