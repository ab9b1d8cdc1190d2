package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;

/** The whole command on a host of its own: mDNS is what the host makes of it. */
@Execution(ExecutionMode.CONCURRENT)
class MdnsChecksTest {
  private final Namespace host = Namespace.create();
  private final Namespace other = Namespace.create();
  private final CommandHarness doctor =
      CommandHarness.main(DoctorProgram.class).on(host).timeout(Duration.ofMinutes(2));
  private final CommandHarness shell = CommandHarness.program("sh", "-c").on(host);

  @BeforeEach
  void lay_a_cable() {
    host.link("cable", "192.0.2.1", other, "192.0.2.2");
  }

  @AfterEach
  void close() {
    doctor.close();
    shell.close();
    host.close();
    other.close();
  }

  @Test
  void loopback_that_works_passes() {
    Result result = look(" s; another mDNS library (JmDNS) sees it too\n");
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.stdout())
        .contains("PASS  interface  lo 127.0.0.1: up\n")
        .contains("PASS  multicast  announced and found in ")
        .contains("WARN  registry   mdns at 127.0.0.1 (loopback): no service is registered\n")
        .doesNotContain("etcd");
    assertThat(result.stderr()).isEmpty();
  }

  @Test
  void dropped_multicast_fails_and_passes_after_its_fix() {
    host.drop("INPUT -p udp --dport 5353");
    Result broken =
        look(
            "FAIL  multicast  announced on lo and not found within 3.0 s: something drops UDP port"
                + " 5353\n");
    assertThat(broken.exitCode()).isOne();
    follow(broken, "iptables -I INPUT -p udp --dport 5353 -j ACCEPT");
    look("PASS  multicast  ");
  }

  @Test
  void interface_without_multicast_fails_and_passes_after_its_fix() {
    run("ip link set dev cable multicast off");
    Result broken =
        look(
            "FAIL  interface  cable 192.0.2.1: up, without multicast\n",
            "--registry_address=cable");
    assertThat(broken.exitCode()).isOne();
    follow(broken, "ip link set dev cable multicast on");
    Result healed = lookWhenHealed("PASS  multicast  ", "--registry_address=cable");
    assertThat(healed.stdout()).contains("PASS  interface  cable 192.0.2.1: up\n");
  }

  @Test
  void interface_that_is_down_fails_and_passes_after_its_fix() {
    host.down("cable");
    Result broken = look("FAIL  interface  cable 192.0.2.1: down\n", "--registry_address=cable");
    assertThat(broken.exitCode()).isOne();
    assertThat(broken.stdout()).doesNotContain("multicast  ");
    follow(broken, "ip link set dev cable up");
    lookWhenHealed("PASS  multicast  ", "--registry_address=cable");
  }

  @Test
  void json_has_a_row_for_each_check() {
    Result result = look("\"fix\": \"shippy run\"", "-o", "json");
    assertThat(result.stdout())
        .startsWith("{\n  \"status\": \"WARN\",\n  \"checks\": [\n")
        .contains("\"check\": \"multicast\"");
  }

  /** On a busy machine a check may not end within its limit: looks until this is said. */
  private Result look(String expected, String... args) {
    return look(result -> assertThat(result.stdout()).contains(expected), args);
  }

  /** An interface that comes up may go down again for a moment: looks until nothing fails. */
  private Result lookWhenHealed(String expected, String... args) {
    return look(
        result -> {
          assertThat(result.exitCode()).as(result.toString()).isZero();
          assertThat(result.stdout()).contains(expected);
        },
        args);
  }

  private Result look(Consumer<Result> expected, String... args) {
    String[] words = new String[args.length + 1];
    words[0] = "doctor";
    System.arraycopy(args, 0, words, 1, args.length);
    List<Result> looks = new ArrayList<>();
    eventually(
        Duration.ofMinutes(2),
        () -> {
          Result result = doctor.run(words);
          looks.add(result);
          expected.accept(result);
        });
    return looks.get(looks.size() - 1);
  }

  /** The command must be what the row says, and is then run as it stands. */
  private void follow(Result broken, String fix) {
    assertThat(broken.stdout()).containsPattern("      fix: " + Pattern.quote(fix) + "( |\n)");
    run(fix);
  }

  private void run(String command) {
    Result result = shell.run(command);
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }
}
