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
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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
import shippy.testkit.GoldenFile;
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
  private final CommandHarness terminal =
      CommandHarness.program("tmux").quickJava().directory(Sandbox.ROOT);

  @BeforeEach
  void lookWhereItWorks() {
    for (CommandHarness program : List.of(demo, terminal)) {
      program
          .timeout(Duration.ofMinutes(5))
          .env("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    }
  }

  @AfterEach
  void close() {
    demo.close();
    terminal.close();
  }

  @Test
  void everything_dies_in_turn_and_no_request_is_lost_as_the_readme_says() throws IOException {
    Readme.Command command = Readme.read().demo();
    String shown;
    try (TmuxScreen screen = new TmuxScreen(terminal, Map.of(), "80x24")) {
      screen.runs(command.line()).runs("echo exit $?");
      shown = screen.text();
      assertNothingLeft(terminal);
    }
    GoldenFile.check("transcript-demo-80x24.txt", settled(shown) + "\n");
    assertThat(shown).containsOnlyOnce("  leader\n").endsWith("\nexit 0\n$");
    String printed = shown.substring(shown.indexOf('\n') + 1, shown.indexOf("$ echo"));
    assertThat(printed).matches(command.pattern());
    List<MatchResult> rows = ROW.matcher(printed).results().toList();
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
    assertThat(verdict(printed).group(1)).isEqualTo("0");
    assertThat(number(verdict(printed).group(2)))
        .isGreaterThanOrEqualTo(rows.stream().mapToLong(row -> number(row.group(3))).sum());
  }

  /**
   * A screen without what differs from run to run: figures, ports, times, which member of etcd
   * leads, whether an instance has just ended, and so how many events have room.
   */
  private static String settled(String screen) {
    return screen
        .replace(EtcdExtension.program().toString(), "ETCD")
        .replaceAll("Picked up .*\n|.* taken, so etcd uses .*\n", "")
        .replaceAll("etcd in /.*", "etcd in FOLDER")
        .replaceAll("(?m)^.* (ended|draining)\n", "")
        .replaceFirst("\n\n( +\\d+:\\d\\d  .*\n)*?(?=.* vessel-5 answers, )", "\n\n")
        .replaceAll("(http://)?127\\.0\\.0\\.1:\\d+(/.*)?", "ADDRESS")
        .replaceAll("(leader|follower)\n", "MEMBER\n")
        .replaceAll("serving .*", "serving")
        .replaceAll("\\d+:\\d\\d", "M:SS")
        .replaceAll("M:SS +(?:\\d[\\d ]*?  +){2}(\\d[\\d ]*?)  +[\\d ]+ ms", "M:SS  N  N  $1  N ms")
        .replaceAll("\\d[\\d ]* (calls|retried|con|res|ack|requests|ms)", "N $1")
        .replaceAll("\\d+/s", "N/s")
        .replaceAll("\\d+\\.\\d s", "N s")
        .replaceAll("(?<=\\S) {2,}", "  ");
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
        .contains("0 of ", " acknowledged consignments missing")
        .doesNotContain("\u001b");
    assertThat(result.stderr())
        .contains("etcd is healthy, etcd01 leads", "kill -9 ")
        .doesNotContain("\u001b");
    assertNothingLeft(demo);
  }

  @Test
  void a_step_waits_for_a_key_and_ctrl_c_leaves_nothing_behind() throws IOException {
    String[] args = args("--nodes=1", "--instances=1", "--no-kill", "--step");
    try (TmuxScreen screen = new TmuxScreen(terminal, Map.of(), "120x40")) {
      Path jar = Sandbox.ROOT.relativize(Sandbox.TOOL);
      screen.enter("java -jar " + jar + " " + String.join(" ", args));
      screen.shows("press a key to go on with: steady load");
      eventually(
          Duration.ofSeconds(5), // between two frames
          () -> GoldenFile.check("transcript-demo-120x40.txt", settled(screen.text()) + "\n"));
      Matcher page = Pattern.compile("page +(http://\\S+/)").matcher(screen.text());
      assertThat(page.find()).isTrue();
      assertThat(body(page.group(1))).contains("<title>");
      assertThat(body(page.group(1) + "services")).contains("shippy.service.vessel");
      assertThat(ownProcesses()).hasSizeGreaterThanOrEqualTo(4);

      screen.press("x").shows("steady load, ");
      screen.press("C-c").shows("\nstopped, everything is cleaned up\n");
      assertThat(screen.text()).contains(" 0 failed ").doesNotContain(" crashed");

      screen.runs("echo exit $?").runs("stty -a");
      assertThat(screen.text()).contains("\nexit 130\n", " icanon ", " echo ");
      assertNothingLeft(terminal);
    }
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
    eventually(Duration.ofSeconds(5), () -> assertThat(ownProcesses()).isEmpty());
    assertThat(program.home().resolve(".local/state/shippy/run")).isEmptyDirectory();
  }

  private List<String> ownProcesses() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(temporary.toString()))
        .toList();
  }

  private static MatchResult verdict(String stdout) {
    return VERDICT.matcher(stdout).results().findFirst().orElseThrow();
  }

  private static long number(String figure) {
    return Long.parseLong(figure.replace(" ", ""));
  }
}
