package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** What users see when something is wrong: the message, the exit code, no stack trace. */
@Tag("etcd")
class ErrorsIT {
  @RegisterExtension
  static final EtcdExtension ETCD = EtcdExtension.nodes(1).user("shippy", "right-secret");

  private final Sandbox sandbox = Sandbox.bare();

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  private static Result checked(Result result, int exitCode) {
    assertThat(result.stderr()).as(result.stderr()).startsWith("error: ").doesNotContain("\tat ");
    assertThat(result.stdout()).isEmpty();
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(exitCode);
    return result;
  }

  private Result cli(int exitCode, String... args) {
    return checked(sandbox.cli(args), exitCode);
  }

  @Test
  void no_service_running() throws Exception {
    try (Sandbox alone = Sandbox.mdns()) {
      Result result = checked(alone.cli("list"), 69);

      assertThat(result.stderr())
          .startsWith("error: no instance of shippy.service.consignment found (registry: mdns at ")
          .contains("\n  seen on this registry: ")
          .contains("\n  likely: the service is not running, or runs with another registry\n")
          .contains("\n  try:    make run ");
    }
  }

  @Test
  void etcd_down() {
    Result result = cli(69, "--registry=etcd", "--registry_address=127.0.0.1:1", "list");

    assertThat(result.stderr()).contains("etcd").contains("127.0.0.1:1").contains("refused");
  }

  @Test
  void wrong_etcd_password() {
    Result result =
        checked(
            sandbox
                .program(Sandbox.CLI)
                .env("MICRO_REGISTRY_USERNAME", "shippy")
                .env("MICRO_REGISTRY_PASSWORD", "wrong-secret")
                .run("--registry=etcd", "--registry_address=" + ETCD.endpoints(), "list"),
            78);

    assertThat(result.stderr()).contains("password").doesNotContain("wrong-secret");
  }

  @Test
  void unknown_registry() {
    assertThat(cli(2, "--registry=consul", "list").stderr())
        .startsWith(
            "error: --registry: \"consul\" (expected: dns, etcd, kubernetes, mdns, memory)\n");
  }

  @Test
  void malformed_etcd_address() {
    assertThat(cli(2, "--registry=etcd", "--registry_address=here:there", "list").stderr())
        .contains("here:there");
  }

  @Test
  void address_that_is_not_of_this_machine() {
    assertThat(cli(2, "--registry_address=192.0.2.77", "list").stderr()).contains("192.0.2.77");
  }

  @Test
  void nobody_listens_at_the_given_address() {
    assertThat(cli(69, "--address=127.0.0.1:1", "list").stderr()).contains("127.0.0.1:1");
  }

  @Test
  void interrupted_while_it_waits() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunningCommand waiting =
          sandbox.starting(
              Sandbox.CLI,
              "--address=127.0.0.1:" + silent.getLocalPort(),
              "--client_request_timeout=1m",
              "list");
      silent.setSoTimeout((int) Sandbox.START.toMillis());
      try (Socket connected = silent.accept()) {
        assertThat(connected.isConnected()).isTrue();
        waiting.interrupt();

        assertThat(waiting.exitCode(Sandbox.START)).isEqualTo(130);
      }
      assertThat(waiting.stdout()).isEmpty();
      assertThat(waiting.stderr()).isEqualTo("error: interrupted: the call was cancelled\n");
    }
  }

  @Test
  void no_such_file() {
    assertThat(cli(66, "create", "nowhere.json").stderr()).contains("nowhere.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                              | 1:1",
        "{\"weight\": 1                                                  | 1:13",
        "{\"weight\": 1, \"containers\": [{}], \"weight\": 2}            | 1:35",
        "{\"weight\": 1, \"containers\": [{}]} trailing                  | 1:35",
        "{\"wieght\": 1, \"containers\": [{}]}                           | 1:2",
        "{\"weight\": -5, \"containers\": [{}]}                          | 1:12",
        "{\"weight\": 0, \"containers\": [{}]}                           | 1:12",
        "{\"weight\": NaN, \"containers\": [{}]}                         | 1:12",
        "{\"weight\": 1, \"containers\": []}                             | 1:",
        "not json at all                                                 | 1:1",
      })
  void a_bad_file_is_refused_with_its_place(String json, String place, @TempDir Path dir)
      throws Exception {
    Path file = Files.writeString(dir.resolve("bad.json"), json);

    Result result = cli(65, "create", file.toString());

    assertThat(result.stderr()).startsWith("error: " + file + ":" + place);
  }

  @Test
  void a_number_of_a_million_digits(@TempDir Path dir) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("long.json"),
            "{\"weight\": %s, \"containers\": [{}]}".formatted("9".repeat(1_000_000)));

    Result result = cli(65, "create", file.toString());

    assertThat(result.stderr()).startsWith("error: " + file + ":1:").hasSizeLessThan(2_000);
  }

  @Test
  void a_file_of_twenty_megabytes(@TempDir Path dir) throws Exception {
    Path file = Files.write(dir.resolve("big.json"), new byte[20 * 1024 * 1024]);

    assertThat(cli(65, "create", file.toString()).stderr()).contains("16 MiB");
  }

  @Test
  void a_binary_file(@TempDir Path dir) throws Exception {
    Path file =
        Files.write(dir.resolve("cat.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});

    assertThat(cli(65, "create", file.toString()).stderr()).contains("cat.png");
  }

  @Test
  void what_no_vessel_can_take_is_refused_and_listed_as_aborted_only(@TempDir Path dir)
      throws Exception {
    List<String> flags =
        List.of(
            "--registry=etcd",
            "--registry_address=" + ETCD.endpoints(),
            "--registry_username=shippy");
    for (Path jar : List.of(Sandbox.VESSEL, Sandbox.CONSIGNMENT)) {
      var service =
          sandbox
              .program(jar)
              .env("MICRO_REGISTRY_PASSWORD", "right-secret")
              .start(flags.toArray(String[]::new));
      service.awaitLine("Registered node: ", Sandbox.START);
    }
    Path file =
        Files.writeString(
            dir.resolve("heavy.json"), "{\"weight\": 2000000000, \"containers\": [{}]}");
    var cli = sandbox.program(Sandbox.CLI).env("MICRO_REGISTRY_PASSWORD", "right-secret");

    String[] create = {flags.get(0), flags.get(1), flags.get(2), "create", file.toString()};
    String[] list = {
      flags.get(0), flags.get(1), flags.get(2), "list", "--status=pending,confirmed"
    };
    String[] aborted = {flags.get(0), flags.get(1), flags.get(2), "list", "--status=aborted"};

    Result refused = cli.run(create);

    assertThat(checked(refused, 1).stderr())
        .contains("no vessel can take it: weight 2000000000 exceeds the largest free capacity ");
    assertThat(cli.run(list).stdout()).doesNotContain("2000000000");
    assertThat(cli.run(aborted).stdout()).contains("2000000000");
  }
}
