package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.testkit.CommandHarness;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;
import shippy.testkit.Soak;
import shippy.testkit.etcd.EtcdExtension;

/**
 * One of three instances falls silent under 120 calls a second, and keeps its connections: it is
 * frozen, or its packets vanish. For 20 s in {@code make soak}.
 */
@ResourceLock("processor")
@Tag("etcd")
@Tag("slow")
@Order(6)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlackHoleIT {
  private static final int PER_SECOND = 120;
  private static final Duration BEFORE = Duration.ofSeconds(4);
  private static final Duration SILENCE = Soak.seconds(5, 20);
  private static final Duration AFTER = Duration.ofSeconds(1);
  private static final long DEADLINE_MILLIS = 5_000;

  /** Of 2 400 calls while it is silent. */
  private static final int MOST_FAILED = 5;

  private static final String CALLER_SIDE = "127.0.0.1";

  private final Namespace host = Namespace.create();
  private final Sandbox sandbox = Sandbox.etcd(CALLER_SIDE).on(host);
  private final List<RunningCommand> vessels = new ArrayList<>();
  private String gateway = "";

  @BeforeAll
  void start() {
    CommandHarness etcd =
        sandbox.program(CommandHarness.program(EtcdExtension.program().toString()));
    etcd.start("--data-dir=" + etcd.home())
        .awaitLine("ready to serve client requests", Sandbox.START);
    for (int i = 0; i < 3; i++) {
      vessels.add(
          sandbox.starting(
              Sandbox.VESSEL, "--store=memory", "--server_address=" + address(i) + ":0"));
    }
    vessels.forEach(vessel -> vessel.awaitLine("Registered node: ", Sandbox.START));
    gateway =
        sandbox
            .starting(Sandbox.TOOL, "api", "--address=127.0.0.1:0")
            .awaitLine("Listening on (http\\S+)", Sandbox.START)
            .group(1);
    // In its first second a gateway is slow, and refuses what is too much at once.
    calls(2, gateway).awaitLine("calls=.*", Duration.ofSeconds(30));
  }

  private RunningCommand calls(long seconds, String where) {
    return sandbox
        .program(CommandHarness.mainBeside(Sandbox.CLI, SteadyFinds.class))
        .start(String.valueOf(seconds * PER_SECOND), String.valueOf(PER_SECOND), where);
  }

  @AfterAll
  void end() throws Exception {
    sandbox.close();
    host.close();
  }

  private static String address(int vessel) {
    return "127.0.0." + (vessel + 2);
  }

  @ParameterizedTest
  @CsvSource({"STOP, false", "STOP, true", "DROP, false", "DROP, true"})
  void silent_instance_costs_no_idempotent_call(String how, boolean throughGateway) {
    long seconds = BEFORE.plus(SILENCE).plus(AFTER).toSeconds();
    RunningCommand calls =
        calls(seconds, throughGateway ? gateway : "--registry_address=" + CALLER_SIDE);
    throughout(BEFORE, () -> assertThat(calls.isAlive()).isTrue());
    silence(how);
    try {
      throughout(SILENCE, () -> assertThat(calls.isAlive()).isTrue());
    } finally {
      heal(how);
    }
    MatchResult result =
        calls.awaitLine("calls=\\d+ failed=(\\d+) slowest=(\\d+) ms", Duration.ofSeconds(30));
    System.out.printf(
        "figure: %s for %d s, %s: %s%n",
        how,
        SILENCE.toSeconds(),
        throughGateway ? "through the gateway" : "by a client",
        result.group());
    assertThat(Integer.parseInt(result.group(1)))
        .as(calls.stdout())
        .isLessThanOrEqualTo(MOST_FAILED);
    assertThat(Long.parseLong(result.group(2))).isLessThanOrEqualTo(DEADLINE_MILLIS);
  }

  private void silence(String how) {
    if (how.equals("STOP")) {
      signal("-STOP");
    } else {
      host.drop("INPUT -d " + address(0));
      host.drop("INPUT -s " + address(0));
    }
  }

  private void heal(String how) {
    if (how.equals("STOP")) {
      signal("-CONT");
    } else {
      host.heal();
    }
  }

  private void signal(String which) {
    CommandHarness.program("kill", which, Long.toString(vessels.get(0).pid())).run();
  }
}
