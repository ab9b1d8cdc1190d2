package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.etcd.EtcdExtension;

/** Creating while no vessel service runs: nobody knows yet, and nobody has to do anything. */
@Tag("etcd")
class VesselsAwayIT {
  private static final Duration RESOLVED = Duration.ofSeconds(30);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  /** Whoever creates something waits for as long, in vain. */
  private final Sandbox sandbox =
      Sandbox.etcd(ETCD.endpoints()).with("MICRO_CLIENT_REQUEST_TIMEOUT", "6s");

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void what_fits_is_confirmed_once_vessels_are_back() {
    sandbox.both().get(0).kill();

    leftOpen(new Order("patient", 3, 55_000));
    sandbox.service(Sandbox.VESSEL);

    becomes("patient", "CONFIRMED");
    assertThat(sandbox.printed("get", "patient", "-o", "json")).contains("\"vessel001\"");
    assertThat(sandbox.printed("vessels", "-o", "json")).contains("55000");
    sandbox.requireSound();
  }

  @Test
  void what_does_not_fit_is_aborted_once_vessels_are_there() {
    sandbox.service(Sandbox.CONSIGNMENT);

    leftOpen(new Order("too-heavy", 1, 2_000_000_000));
    sandbox.service(Sandbox.VESSEL);

    becomes("too-heavy", "ABORTED");
    assertThat(sandbox.printed("get", "too-heavy", "-o", "json")).doesNotContain("vessel0");
    assertThat(sandbox.printed("list", "-o", "json")).doesNotContain("too-heavy");
    sandbox.requireSound();
  }

  /** The user is told what is known, and where to look later. */
  private void leftOpen(Order order) {
    Result result = sandbox.create(order);
    System.out.println(result);
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(75);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .startsWith("error: it is not known whether %s was created\n".formatted(order.id()))
        .contains("consignment-cli.jar get " + order.id())
        .doesNotContain("\tat ");
    assertThat(sandbox.printed("get", order.id(), "-o", "json")).contains("\"PENDING\"");
  }

  private void becomes(String id, String status) {
    eventually(
        RESOLVED,
        () ->
            assertThat(sandbox.printed("get", id, "-o", "json"))
                .contains("\"%s\"".formatted(status)));
  }
}
