package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;

/** {@code make run} and its Ctrl-C, on a host of its own. */
class RunIT {
  @Test
  void ctrl_c_ends_everything_that_make_run_started() {
    // setsid: Ctrl-C reaches the whole process group, and the group must not be the test's own.
    try (Namespace host = Namespace.create();
        CommandHarness make =
            CommandHarness.program("setsid", "make", "--no-print-directory", "run")
                .on(host)
                .quickJava()
                .directory(Sandbox.ROOT)) {
      RunningCommand running = make.start();
      running.awaitLine("vessel +grpc +127\\.0\\.0\\.1:\\d+ +serving", Sandbox.START);
      running.awaitLine("http://127\\.0\\.0\\.1:8080/", Sandbox.START);
      assertThat(running.stdout().lines().count()).as("80x24 shows all").isLessThan(24);
      List<ProcessHandle> started =
          ProcessHandle.of(running.pid()).orElseThrow().descendants().toList();
      assertThat(started).hasSizeGreaterThanOrEqualTo(3);

      CommandHarness.program("kill", "-INT", "--", "-" + running.pid()).run();

      eventually(
          Duration.ofSeconds(15), () -> assertThat(started).noneMatch(ProcessHandle::isAlive));
      assertThat(running.stdout()).doesNotContain("\u001b");
    }
  }
}
