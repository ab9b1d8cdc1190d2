package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness.Result;

/** The default: mDNS on loopback, nothing installed, nothing configured. */
class MdnsIT {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.mdns();
    sandbox.both();
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
  }

  @Test
  void the_sample_is_created_and_goes_to_the_first_vessel() {
    Result result = sandbox.cli(Sandbox.SAMPLE.toString());

    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout().lines().findFirst()).contains("Created: true");
    assertThat(result.stdout()).contains("This is a test consignment", "vessel001");
  }

  @Test
  void the_tool_lists_both_services() {
    Result result = sandbox.tool("list", "services");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEqualTo("shippy.service.consignment\nshippy.service.vessel\n");
  }

  @Test
  void json_stays_json_at_every_log_level() {
    Result result = sandbox.cli("--log_level=trace", "-o", "json", "list");

    assertThat(result.exitCode()).isZero();
    assertThat(Json.parse(result.stdout())).containsKey("consignments");
  }

  @Test
  void narrow_piped_output_has_no_escapes_and_no_broken_lines() {
    sandbox.cli(Sandbox.SAMPLE.toString());

    Result result =
        sandbox.program(Sandbox.CLI).env("COLUMNS", "40").env("NO_COLOR", "1").run("list");

    assertThat(result.stdout()).doesNotContain("\u001b");
    assertThat(result.stdout().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(40));
  }
}
