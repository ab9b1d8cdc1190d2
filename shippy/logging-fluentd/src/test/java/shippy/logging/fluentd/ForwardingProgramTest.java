package shippy.logging.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.logging.fluentd.ForwardReceiver.Answer;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.FreePorts;

/** The whole, as a program sees it: in a JVM of its own each time. */
class ForwardingProgramTest {
  /** A second, and what a busy machine takes to end a process and to tell of it. */
  private static final Duration END = Duration.ofSeconds(2);

  @Test
  void all_lines_arrive_the_last_too() {
    try (ForwardReceiver receiver = ForwardReceiver.start()) {
      Result result = run(receiver.address(), List.of("1000", "10", "0"));
      assertThat(receiver.events()).hasSize(1_000);
      assertThat(receiver.events().get(999).fields())
          .containsEntry("message", "999 xxxxxxxxxx")
          .containsEntry("level", "info")
          .containsEntry("logger", ForwardingProgram.class.getName())
          .containsEntry("thread", "main")
          .containsEntry("service", "program")
          .containsEntry("node", "program-1")
          .containsOnlyKeys("level", "file", "logger", "thread", "message", "service", "node");
      assertThat(receiver.chunks()).allMatch(chunk -> chunk.tag().equals("shippy.program"));
      assertThat(result.stdout().lines()).hasSize(1_002);
      assertThat(result.stderr()).isEmpty();
    }
  }

  @Test
  void receiver_that_is_not_there_costs_neither_memory_nor_time() {
    Result result =
        run(
            "127.0.0.1:" + FreePorts.find(1).get(0),
            List.of("60000", "500", "0"),
            "-Xmx16m",
            "-XX:+ExitOnOutOfMemoryError");
    assertThat(result.stdout().lines().filter(line -> line.contains("level=warn")))
        .hasSize(3)
        .last()
        .asString()
        .contains("log events that fluentd at 127.0.0.1:", " has not acknowledged: ");
  }

  @Test
  void receiver_that_is_silent_delays_the_end_by_a_second_at_most() {
    try (ForwardReceiver receiver = ForwardReceiver.start(0, chunk -> Answer.NONE)) {
      Result result = run(receiver.address(), List.of("100", "10", "0"));
      assertThat(result.stdout()).contains(" has not acknowledged: 100\n");
    }
  }

  /** Ends with 0, and within the limit after its last act. */
  private static Result run(String receiver, List<String> args, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Dshippy.log_level=info",
                "-Dshippy.log_target=stdout",
                "-Dshippy.log_fluentd=" + receiver));
    options.addAll(List.of(more));
    try (CommandHarness harness =
        CommandHarness.main(ForwardingProgram.class, options.toArray(String[]::new))) {
      Result result = harness.run(args.toArray(String[]::new));
      Instant ended = Clock.system().now();
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      Instant lastAct =
          Instant.parse(
              result.stdout().lines().filter(line -> line.endsWith("Z")).findFirst().orElseThrow());
      assertThat(Duration.between(lastAct, ended)).isLessThan(END);
      return result;
    }
  }
}
