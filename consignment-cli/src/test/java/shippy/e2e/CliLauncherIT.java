package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Eventually;
import shippy.testkit.RunningCommand;

/** The jar as it stands, with an archive of its classes beside it: a second JVM does the work. */
class CliLauncherIT {
  private static final Path ARCHIVE =
      Path.of(Sandbox.CLI + "-" + System.getProperty("java.version") + ".jsa");
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Sandbox sandbox = Sandbox.bare();
  private final CommandHarness cli =
      sandbox.program(CommandHarness.untunedJar(Sandbox.CLI)).env("MICRO_REGISTRY", "memory");

  @BeforeEach
  void requireArchive() {
    assumeTrue(Files.exists(ARCHIVE), "no archive of classes");
  }

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void input_output_and_exit_code_are_those_of_the_second_jvm() {
    cli.stdin("{".getBytes(StandardCharsets.UTF_8));

    Result result = cli.run("create", "-");

    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr()).contains("is the file cut off?");
    assertThat(result.exitCode()).isEqualTo(65);
  }

  @Test
  void a_signal_ends_both() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunningCommand command = cli.start("list", "--address=127.0.0.1:" + silent.getLocalPort());
      ProcessHandle second = second(command);

      command.terminate();

      assertThat(command.exitCode(LIMIT)).isEqualTo(143);
      assertThat(second.isAlive()).isFalse();
    }
  }

  private static ProcessHandle second(RunningCommand command) {
    ProcessHandle first = ProcessHandle.of(command.pid()).orElseThrow();
    Eventually.eventually(LIMIT, () -> assertThat(first.children()).hasSize(1));
    return first.children().findFirst().orElseThrow();
  }
}
