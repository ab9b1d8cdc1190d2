package shippy.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.proto.consignment.Status.ABORTED;
import static shippy.proto.consignment.Status.CANCELLED;
import static shippy.proto.consignment.Status.CONFIRMED;
import static shippy.proto.consignment.Status.PENDING;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.fsck.Fsck.Options;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.testkit.SelfAdvancingClock;

class FsckTest {
  private static final Options LOOK = new Options(false, false, Duration.ofSeconds(3));

  private final FakeServices services = FakeServices.inAgreement();
  private final SelfAdvancingClock clock = new SelfAdvancingClock();

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void system_that_fits_is_read_once() {
    services.consignment("aborted", ABORTED);
    services.consignment("cancelled", CANCELLED);

    FsckReport report = look();

    assertThat(report.clean()).isTrue();
    assertThat(report.consignments()).isEqualTo(3);
    assertThat(report.reservations()).isEqualTo(1);
    assertThat(report.vessels()).isEqualTo(1);
    assertThat(services.calls)
        .containsExactly("GetVessels", "GetReservations", "GetVessels", "GetConsignments");
  }

  @Test
  void everything_is_read_page_by_page() {
    for (int i = 0; i < 2_500; i++) {
      services.consignment("c" + i, i % 2 == 0 ? CONFIRMED : CANCELLED);
      services.reservations.add(FakeServices.reservation("c" + i, true, FakeServices.VESSEL, 100));
    }
    services.reservations.removeIf(r -> r.getId().matches("c\\d*[13579]"));
    services.vessel(1_251);
    services.widen(2_000);

    FsckReport report = look();

    assertThat(report.mismatches()).isEmpty();
    assertThat(report.consignments()).isEqualTo(2_501);
    assertThat(report.reservations()).isEqualTo(1_251);
  }

  // --- while the system works ------------------------------------------------------------------

  @Test
  void suspect_that_is_gone_in_the_second_pass_is_none() {
    services.consignment("x", CONFIRMED);
    services.before =
        (method, times) -> {
          if (method.equals("GetReservations") && times == 2) {
            services.reservation("x", true);
            services.vessel(2);
          }
        };

    assertThat(look().mismatches()).isEmpty();
    assertThat(passes()).isEqualTo(2);
    assertThat(clock.nanoTime()).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void another_suspect_in_each_pass_is_none() {
    services.before =
        (method, times) -> {
          if (method.equals("GetConsignments")) {
            services.consignments.removeIf(c -> c.getStatus() == PENDING);
            services.consignment("x" + times, PENDING);
          }
        };

    assertThat(look().mismatches()).isEmpty();
    assertThat(passes()).isEqualTo(2);
  }

  @Test
  void same_id_with_another_mismatch_is_no_confirmation() {
    services.consignment("x", CONFIRMED);
    services.before =
        (method, times) -> {
          if (method.equals("GetReservations") && times == 2) {
            services.reservation("x", false);
            services.vessel(2);
          }
        };

    assertThat(look().mismatches()).isEmpty();
  }

  @Test
  void vessel_loaded_while_it_is_read_is_no_suspect() {
    services.before =
        (method, times) -> {
          if (method.equals("GetVessels") && times == 2) {
            services.vessel(2);
          }
        };

    assertThat(look().mismatches()).isEmpty();
    assertThat(passes()).isEqualTo(1);
  }

  @Test
  void use_that_differs_by_another_amount_in_each_pass_is_that_of_a_busy_vessel() {
    services.before =
        (method, times) -> {
          if (method.equals("GetReservations")) {
            services.vessel(2 + times);
          }
        };
    services.vessel(7);

    assertThat(look().mismatches()).isEmpty();
  }

  @Test
  void use_that_differs_by_the_same_amount_in_every_pass_is_wrong() {
    services.vessel(7);

    assertThat(look().mismatches())
        .extracting(Mismatch::kind)
        .containsExactly(MismatchKind.WRONG_USAGE);
  }

  @Test
  void suspect_that_stays_is_looked_at_until_the_time_is_over() {
    services.consignment("x", PENDING);
    look();
    assertThat(passes()).isEqualTo(4);
  }

  @Test
  void suspect_is_looked_at_twice_however_short_the_time() {
    services.consignment("x", PENDING);
    services.fsck(clock, new Options(false, false, Duration.ofMillis(1))).run();
    assertThat(passes()).isEqualTo(2);
    assertThat(clock.nanoTime()).isEqualTo(Duration.ofMillis(1).toNanos());
  }

  // --- failures --------------------------------------------------------------------------------

  @Test
  void older_service_is_an_error_that_names_it() {
    try (FakeServices older = new FakeServices(false)) {
      assertThatThrownBy(older.fsck(clock, LOOK)::run)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo(ExitCode.FAILED);
                assertThat(e.problem().facts())
                    .singleElement()
                    .asString()
                    .contains("shippy.service.vessel.VesselService/GetVessels");
                assertThat(e.problem().likely())
                    .contains("an instance of it is older than this program");
              })
          .hasMessage("shippy.service.vessel does not offer a call that fsck needs");
    }
  }

  @Test
  void options_that_contradict_are_refused() {
    assertThatThrownBy(() -> new Options(false, true, Duration.ofSeconds(1)))
        .hasMessage("releaseUnknown: true (expected: only with repair)");
  }

  private FsckReport look() {
    return services.fsck(clock, LOOK).run();
  }

  private long passes() {
    return services.calls.stream().filter("GetConsignments"::equals).count();
  }
}
