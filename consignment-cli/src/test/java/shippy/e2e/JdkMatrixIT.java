package shippy.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/**
 * The packed programs with the oldest and the newest Java that they are for, whichever builds them.
 * A newer Java first warns of what a later one forbids, so no program may print a warning. With
 * etcd, because its client brings most of the libraries that look for such things.
 */
@Tag("etcd")
class JdkMatrixIT {
  private static final Duration END = Duration.ofSeconds(20);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {17, 25})
  void every_program_does_its_work_and_warns_of_nothing(int release) throws Exception {
    Path home = homeOf(release);
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints())) {
      RunningCommand run =
          program(sandbox, home, Sandbox.TOOL)
              .start(
                  "run",
                  "--api_address=127.0.0.1:0",
                  Sandbox.VESSEL.toString(),
                  Sandbox.CONSIGNMENT.toString());
      for (Path jar : List.of(Sandbox.TOOL, Sandbox.CLI, Sandbox.VESSEL, Sandbox.CONSIGNMENT)) {
        assertThat(printed(program(sandbox, home, jar), "--version"))
            .containsPattern(" \\(Java " + release + "\\b.*\\)\n");
      }
      run.awaitLine("consignment +grpc .* serving", Sandbox.START);
      run.awaitLine("vessel +grpc .* serving", Sandbox.START);
      requireJavaOfChildren(run, home);

      CommandHarness cli = program(sandbox, home, Sandbox.CLI);
      assertThat(printed(cli, Sandbox.SAMPLE.toString()))
          .startsWith("Created: true\n")
          .contains("vessel001");
      assertThat(Json.parse(printed(cli, "list", "-o", "json"))).containsKey("consignments");
      cli.stdin("vessels vessel001\nservices\n".getBytes(StandardCharsets.UTF_8));
      assertThat(printed(cli)).contains("Kane's Salty Secret", "shippy.service.consignment");

      run.interrupt();
      assertThat(run.exitCode(END)).as(run.stdout()).isZero();
      assertThat(run.stdout() + run.stderr()).doesNotContainPattern("(?i)\\bwarning\\b");
    }
  }

  /** As users start it: without options that a test would save time with. */
  private static CommandHarness program(Sandbox sandbox, Path home, Path jar) {
    String java = home.resolve("bin").resolve("java").toString();
    return sandbox.program(CommandHarness.program(java, "-jar", jar.toString()));
  }

  private static String printed(CommandHarness program, String... args) {
    Result result = program.run(args);
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return result.stdout();
  }

  private static void requireJavaOfChildren(RunningCommand run, Path home) throws IOException {
    String java = home.resolve("bin").resolve("java").toRealPath().toString();
    assertThat(ProcessHandle.of(run.pid()).orElseThrow().children())
        .hasSize(2)
        .allSatisfy(child -> assertThat(child.info().command()).contains(java));
  }

  /** Skips, and says why, where there is none: not every distribution has both. */
  static Path homeOf(int release) throws IOException {
    Pattern version = Pattern.compile("(?m)^JAVA_VERSION=\"" + release + "\\b");
    for (Path home : homes()) {
      Path about = home.resolve("release");
      if (Files.isExecutable(home.resolve("bin").resolve("java"))
          && Files.isRegularFile(about)
          && version.matcher(Files.readString(about)).find()) {
        return home;
      }
    }
    String reason =
        "Java %d was NOT tested: none found (looked at: %s)"
            .formatted(release, homes().stream().map(Path::toString).collect(joining(", ")));
    System.out.println(reason); // Maven counts what was skipped and does not say why
    throw new TestAbortedException(reason);
  }

  /** This JVM's, those of JAVA_HOME, JAVA_HOME_25_X64 and the like, and where packages put them. */
  private static List<Path> homes() throws IOException {
    Stream<Path> told =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
            .map(variable -> Path.of(variable.getValue()));
    Stream<Path> packaged =
        Stream.concat(
            inside(Path.of("/usr/lib/jvm")),
            inside(Path.of("/Library/Java/JavaVirtualMachines"))
                .map(jdk -> jdk.resolve("Contents/Home")));
    return Stream.of(Stream.of(System.getProperty("java.home", "")).map(Path::of), told, packaged)
        .flatMap(homes -> homes)
        .filter(Files::isDirectory)
        .distinct()
        .toList();
  }

  private static Stream<Path> inside(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList().stream();
    }
  }
}
