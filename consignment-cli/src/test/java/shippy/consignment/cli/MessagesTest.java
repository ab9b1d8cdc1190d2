package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.consignment.cli.Cli.Result;
import shippy.problem.ExitCode;
import shippy.testkit.MessageTable;
import shippy.testkit.MessageTable.Row;

/** The table of messages and exit codes: golden/messages.txt. */
class MessagesTest {
  private static final MessageTable TABLE =
      MessageTable.read(Path.of("src/test/resources/golden/messages.txt"));

  private final Cli cli = new Cli();
  private Optional<FakeService> service = Optional.empty();
  private Optional<FakeFleet> fleet = Optional.empty();

  @AfterEach
  void stop() {
    service.ifPresent(FakeService::close);
    fleet.ifPresent(FakeFleet::close);
  }

  static List<Row> rows() {
    return TABLE.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void every_message_is_as_the_table_says(Row row) throws IOException {
    for (String given : row.given()) {
      arrange(given);
    }
    int nobody = freePort();
    List<String> words = new ArrayList<>();
    for (String word : row.args()) {
      words.addAll(arguments(word, nobody));
    }
    if (service.isPresent() && words.stream().noneMatch(word -> word.contains("timeout"))) {
      words.add("--client_request_timeout=60s"); // a busy machine is not what the row is about
    }
    Result result = cli.run(words.toArray(String[]::new));

    assertThat(result.out()).isEmpty();
    TABLE.check(row, result.code(), same(result.err(), nobody));
  }

  @Test
  void every_exit_code_of_a_failure_is_in_the_table() {
    Set<Integer> listed = rows().stream().map(Row::exit).collect(Collectors.toSet());
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ExitCode.values())
                .filter(code -> code != ExitCode.OK)
                .filter(code -> code != ExitCode.INTERRUPTED) // by a signal: ErrorsIT
                .map(ExitCode::number)
                .toList());
  }

  private void arrange(String given) throws IOException {
    String[] words = given.split(" ", 4);
    switch (words[0]) {
      case "service" -> arrange(service(), words);
      case "listing" -> service().failListWith(status(words[3]));
      case "fleet" -> fleet().neverAnswer();
      default -> arrangeInput(words[0], given.substring(words[0].length() + 1));
    }
  }

  /** {@code service is silent} or {@code service fails with CODE text}. */
  private static void arrange(FakeService service, String... words) {
    if (words[1].equals("is")) {
      service.neverAnswer();
    } else {
      service.failWith(status(words[3]));
    }
  }

  private void arrangeInput(String kind, String value) {
    switch (kind) {
      case "stdin" -> cli.stdin(value);
      case "env" -> cli.env(value.replaceFirst("=.*", ""), value.replaceFirst("[^=]*=", ""));
      default -> throw new IllegalArgumentException("given: " + kind + " " + value);
    }
  }

  /** {@code CODE text}. */
  private static Status status(String text) {
    String[] parts = text.split(" ", 2);
    Status status = Status.Code.valueOf(parts[0]).toStatus();
    return parts.length > 1 ? status.withDescription(parts[1]) : status;
  }

  private List<String> arguments(String word, int nobody) throws IOException {
    return switch (word) {
      case "SERVICE" -> List.of(service().address());
      case "NOBODY" -> List.of("--address=127.0.0.1:" + nobody);
      case "FLEET" -> List.of(fleet().called());
      default -> List.of(word);
    };
  }

  private FakeService service() throws IOException {
    if (service.isEmpty()) {
      service = Optional.of(new FakeService());
    }
    return service.get();
  }

  private FakeFleet fleet() throws IOException {
    if (fleet.isEmpty()) {
      fleet = Optional.of(new FakeFleet());
    }
    return fleet.get();
  }

  /** Without what differs from run to run. */
  private static String same(String text, int nobody) {
    return text.replace(":" + nobody, ":PORT")
        .replace(Cli.FIRST_ID, "ID")
        .replaceAll("(interface of this machine: ).*\\)", "$1THEM)")
        .replaceAll("looked for \\d+\\.\\d s", "looked for N s")
        .replaceAll("waited \\d+\\.\\d s", "waited N s");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
