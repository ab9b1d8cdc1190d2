package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.etcd.EtcdExtension;

/**
 * The folder of {@code make dist}, as {@code make install} puts it: its scripts work wherever they
 * lie and however they are called.
 */
@Tag("etcd")
class DistIT {
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private static final String JAVA = System.getProperty("java.home", "");

  /** With it a JVM that cannot use its archive does not start. */
  private static final String ONLY_WITH_ARCHIVE = "-Xshare:on";

  private static final String INSTALL =
      "  try:    apt-get install openjdk-17-jre-headless   or brew install openjdk\n"
          + "          export JAVA_HOME=...                      the folder of a Java that is"
          + " here\n";

  @TempDir private static Path root = Path.of("");
  @TempDir private Path elsewhere = Path.of("");

  private static Path dist() {
    return Installation.here().home();
  }

  private static Path script(String program) {
    return dist().resolve("bin").resolve(program);
  }

  private static Path archive() {
    return dist().resolve("lib/consignment-cli-" + System.getProperty("java.version") + ".jsa");
  }

  private static Result run(CommandHarness program, String... args) {
    try (program) {
      return program.run(args);
    }
  }

  private static CommandHarness program(Path script) {
    return CommandHarness.program(script.toString()).env("JAVA_HOME", JAVA);
  }

  private static void requireVersion(Result result, String name) {
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).matches(name + " 0\\.1\\.0(\\+\\S+)? \\(Java .+\\)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "shippy, shippy",
    "consignment-cli, consignment-cli",
    "vessel-service, shippy.service.vessel",
    "consignment-service, shippy.service.consignment"
  })
  void every_program_starts_with_or_without_an_archive(String program, String name) {
    requireVersion(run(program(script(program)), "--version"), name);
  }

  @Test
  void a_chain_of_links_leads_to_the_program_from_any_folder() throws IOException {
    Path first = Files.createSymbolicLink(root.resolve("one"), script("consignment-cli"));
    Path deeper = Files.createDirectory(root.resolve("deeper"));
    Path second = Files.createSymbolicLink(deeper.resolve("two"), deeper.relativize(first));

    requireVersion(run(program(second).directory(elsewhere), "--version"), "consignment-cli");
  }

  @Test
  void the_script_is_found_by_PATH_and_the_java_too() {
    CommandHarness shell =
        CommandHarness.program("sh", "-c", "consignment-cli --version")
            .env("JAVA_HOME", "")
            .env("PATH", dist().resolve("bin") + ":" + JAVA + "/bin:" + System.getenv("PATH"));

    requireVersion(run(shell), "consignment-cli");
  }

  @Test
  void letters_arrive_in_the_C_locale_too() {
    String letters = "$(printf 'Gr\\303\\274\\303\\237e')";
    CommandHarness shell =
        CommandHarness.program(
                "sh",
                "-c",
                "exec '%s' config --server_name=%s".formatted(script("shippy"), letters))
            .env("JAVA_HOME", JAVA)
            .env("LC_ALL", "C");

    assertThat(run(shell).stdout()).contains("Gr\u00fc\u00dfe");
  }

  @Test
  void the_archive_is_used() {
    Result result =
        run(
            program(script("consignment-cli")).env("JDK_JAVA_OPTIONS", ONLY_WITH_ARCHIVE),
            "--version");
    assertThat(result.exitCode()).as(result.stderr()).isZero();

    Result without =
        run(program(script("shippy")).env("JDK_JAVA_OPTIONS", ONLY_WITH_ARCHIVE), "--version");
    assertThat(without.exitCode()).as("a program without archive").isNotZero();
  }

  @Test
  void training_leaves_running_services_alone() throws Exception {
    try (Sandbox sandbox = Sandbox.mdns()) {
      sandbox.both();
      String vessels = sandbox.printed("vessels", "-o", "json");
      String consignments = sandbox.printed("list", "-o", "json");

      CommandHarness train =
          program(dist().resolve("train")).timeout(Installation.TRAINING).directory(elsewhere);
      Result training = sandbox.program(train).run("consignment-cli");

      assertThat(training.exitCode()).as(training.stderr()).isZero();
      assertThat(sandbox.printed("vessels", "-o", "json")).isEqualTo(vessels);
      assertThat(sandbox.printed("list", "-o", "json")).isEqualTo(consignments);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000_000, 20_000_000})
  void a_damaged_archive_is_passed_over_in_silence(int intactBytes) throws IOException {
    Path good = Files.move(archive(), elsewhere.resolve("good"));
    try {
      Files.write(archive(), Arrays.copyOf(Files.readAllBytes(good), intactBytes));

      requireVersion(run(program(script("consignment-cli")), "--version"), "consignment-cli");
    } finally {
      Files.move(good, archive(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void an_archive_of_an_older_jar_is_passed_over_in_silence() throws IOException {
    Path jar = dist().resolve("lib/consignment-cli.jar");
    FileTime packed = Files.getLastModifiedTime(jar);
    try {
      Files.setLastModifiedTime(jar, FileTime.from(packed.toInstant().plusSeconds(60)));

      requireVersion(run(program(script("consignment-cli")), "--version"), "consignment-cli");
    } finally {
      Files.setLastModifiedTime(jar, packed);
    }
  }

  @Test
  void an_archive_of_another_program_is_passed_over_in_silence() throws IOException {
    Path wrong = dist().resolve("lib/shippy-" + System.getProperty("java.version") + ".jsa");
    try {
      Files.copy(archive(), wrong);

      requireVersion(run(program(script("shippy")), "--version"), "shippy");
    } finally {
      Files.deleteIfExists(wrong);
    }
  }

  @Test
  void arguments_arrive_as_they_were_typed() {
    Result result = run(program(script("consignment-cli")), "create", "no  such \"file\" $HOME *");

    assertThat(result.stderr()).startsWith("error: no  such \"file\" $HOME *: no such file\n");
    assertThat(result.exitCode()).isEqualTo(66);
  }

  @Test
  void a_call_over_etcd_prints_json_and_nothing_else() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints())) {
      sandbox.both();
      Result result =
          run(
              program(script("consignment-cli")),
              "--registry=etcd",
              "--registry_address=" + ETCD.endpoints(),
              "--log_level=debug",
              "list",
              "-o",
              "json");

      assertThat(result.exitCode()).as(result.stderr()).isZero();
      assertThat(Json.parse(result.stdout())).containsKey("consignments");
    }
  }

  @Test
  void without_java_the_script_says_where_it_looked() {
    CommandHarness bare =
        CommandHarness.program("/bin/sh", script("consignment-cli").toString())
            .env("JAVA_HOME", "")
            .env("PATH", elsewhere.toString());

    requireRefusal(
        run(bare),
        """
        error: no java found (expected: Java 17 or newer)
          looked at: JAVA_HOME (not set), PATH
        """);
  }

  @Test
  void a_JAVA_HOME_without_java_is_named() {
    requireRefusal(
        run(program(script("shippy")).env("JAVA_HOME", elsewhere.toString())),
        """
        error: JAVA_HOME: "%s" (expected: Java 17 or newer)
          there is no bin/java in it
        """
            .formatted(elsewhere));
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_412", "11.0.2", "16.0.1"})
  void a_java_too_old_is_not_started(String version) throws IOException {
    Path java = Files.createDirectory(elsewhere.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho started\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        elsewhere.resolve("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"%s\"\n".formatted(version));

    requireRefusal(
        run(program(script("vessel-service")).env("JAVA_HOME", elsewhere.toString())),
        """
        error: %s: Java %s (expected: 17 or newer)
          set by JAVA_HOME
        """
            .formatted(java, version));
  }

  private static void requireRefusal(Result result, String first) {
    assertThat(result.stderr()).isEqualTo(first + INSTALL);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(78);
  }
}
