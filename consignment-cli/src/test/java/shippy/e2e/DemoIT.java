package shippy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/**
 * The demo as a user runs it, with real members and services: what it proves, and that it can fail.
 */
@ResourceLock("processor")
@Tag("etcd")
@Order(4)
class DemoIT {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^(.+?) +(\\d+:\\d\\d) +([\\d ]+?)  +([\\d ]+?)  +([\\d ]+?)  +([\\d ]+) ms$");

  /** A make that another make runs says behind it which directory it leaves. */
  private static final Pattern VERDICT =
      Pattern.compile("(?m)^([\\d ]+) of ([\\d ]+) requests lost$");

  @TempDir private Path temporary = Path.of("");
  private final CommandHarness demo = CommandHarness.jar(Sandbox.TOOL);
  private final CommandHarness shell =
      CommandHarness.program("bash", "-c").quickJava().directory(Sandbox.ROOT);

  @BeforeEach
  void lookWhereItWorks() {
    for (CommandHarness program : List.of(demo, shell)) {
      program
          .timeout(Duration.ofMinutes(5))
          .env("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    }
  }

  @AfterEach
  void close() {
    demo.close();
    shell.close();
  }

  @Test
  void everything_dies_in_turn_and_no_request_is_lost_as_the_readme_says() throws IOException {
    Readme.Command command = Readme.read().demo();
    Result result = shell.run(command.line());

    assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
    assertThat(result.stdout()).matches(command.pattern());
    List<MatchResult> rows = ROW.matcher(result.stdout()).results().toList();
    assertThat(rows)
        .extracting(row -> row.group(1))
        .containsExactly(
            "steady load",
            "SIGTERM an instance",
            "kill -9 one of each service",
            "add an instance",
            "kill -9 the etcd leader",
            "SIGSTOP an etcd member",
            "rolling restart of all services");
    assertThat(rows).allSatisfy(row -> assertThat(number(row.group(5))).isZero());
    assertThat(rows).allSatisfy(row -> assertThat(number(row.group(3))).isPositive());
    assertThat(verdict(result.stdout()).group(1)).isEqualTo("0");
    assertThat(number(verdict(result.stdout()).group(2)))
        .isGreaterThanOrEqualTo(rows.stream().mapToLong(row -> number(row.group(3))).sum());
    assertThat(result.stdout()).contains(": no mismatch\n", "\n0 of ");
    assertThat(result.stderr())
        .contains("etcd is healthy, etcd0", "the etcd leader", "SIGSTOP etcd0", "kill -9 ")
        .doesNotContain("\u001b");
    assertThat(result.stdout()).doesNotContain("\u001b");
    assertNothingLeft(shell);
  }

  @Test
  void client_that_cannot_wait_loses_requests_and_the_demo_says_so() throws IOException {
    // Without a spare instance a killed one is away for as long as a JVM takes to start.
    Result result =
        demo.run(
            args("--seconds=10", "--nodes=1", "--instances=1", "--client_request_timeout=300ms"));

    assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isEqualTo(1);
    assertThat(number(verdict(result.stdout()).group(1))).isPositive();
    assertThat(result.stdout())
        .containsPattern("(?m)^  (create|read|find): ")
        .contains("0 of ", " acknowledged consignments missing");
    assertNothingLeft(demo);
  }

  @Test
  void ctrl_c_leaves_nothing_behind() throws IOException {
    RunningCommand running = demo.start(args("--nodes=1", "--instances=1", "--no-kill"));
    running.awaitLine("1 instances of each service answer", Sandbox.START);
    List<ProcessHandle> started =
        ProcessHandle.of(running.pid()).orElseThrow().descendants().toList();
    assertThat(started).hasSizeGreaterThanOrEqualTo(3);
    String page = running.awaitLine("page: (http://\\S+/)", Sandbox.START).group(1);
    assertThat(body(page)).contains("<title>");
    assertThat(body(page + "services")).contains("shippy.service.vessel");

    running.interrupt();

    assertThat(running.exitCode(Duration.ofSeconds(20))).isEqualTo(130);
    assertThat(running.stderr()).endsWith("stopped, everything is cleaned up\n");
    eventually(Duration.ofSeconds(5), () -> assertThat(started).noneMatch(ProcessHandle::isAlive));
    assertNothingLeft(demo);
  }

  private static String body(String url) throws IOException {
    URLConnection connection = URI.create(url).toURL().openConnection();
    connection.setRequestProperty("Accept", "text/html, application/json");
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String[] args(String... more) {
    return Stream.concat(Stream.of("demo", "--etcd=" + EtcdExtension.program()), Stream.of(more))
        .toArray(String[]::new);
  }

  /** Its processes all work in its folder. */
  private void assertNothingLeft(CommandHarness program) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("shippy-demo-")))
          .isEmpty();
    }
    eventually(
        Duration.ofSeconds(5),
        () ->
            assertThat(ProcessHandle.allProcesses())
                .noneMatch(p -> p.info().commandLine().orElse("").contains(temporary.toString())));
    assertThat(program.home().resolve(".local/state/shippy/run")).isEmptyDirectory();
  }

  private static MatchResult verdict(String stdout) {
    return VERDICT.matcher(stdout).results().findFirst().orElseThrow();
  }

  private static long number(String figure) {
    return Long.parseLong(figure.replace(" ", ""));
  }
}
