package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.config.Config;
import shippy.console.io.Screen;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.testkit.MessageTable;
import shippy.testkit.MessageTable.Row;
import shippy.testkit.ReflectionServer;

/** The table of messages and exit codes: golden/messages.txt. */
class MessagesTest {
  private static final MessageTable TABLE =
      MessageTable.read(Path.of("src/test/resources/golden/messages.txt"));

  @TempDir private Path home = Path.of("");
  private final Platform platform = Platform.open(Config.of(Map.of(), Map.of()));
  private Optional<ReflectionServer> vessels = Optional.empty();

  @AfterEach
  void close() {
    vessels.ifPresent(ReflectionServer::close);
    platform.close();
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
    Tool tool = new Tool(home.toString(), Screen.none());
    tool.env("MICRO_CLIENT_REQUEST_TIMEOUT", "30s");
    vessels.ifPresent(v -> tool.env("MICRO_REGISTRY_ADDRESS", port(v)));
    String[] args =
        row.args().stream()
            .map(word -> word.replace("HOME", home.toString()))
            .toArray(String[]::new);

    ExitCode code = tool.run(args);

    assertThat(tool.out()).isEmpty();
    TABLE.check(row, code.number(), same(tool.err()));
  }

  /**
   * {@code file NAME}, which is empty, {@code settings LINE} of the user's own file, or {@code
   * service vessel}, which then answers and is all that is registered.
   */
  private void arrange(String given) throws IOException {
    String value = given.substring(given.indexOf(' ') + 1);
    if (given.equals("service vessel")) {
      vessels = Optional.of(new ReflectionServer("ship", ReflectionServer.Version.BOTH));
    } else if (given.startsWith("file ")) {
      Files.createFile(home.resolve(value));
    } else if (given.startsWith("settings ")) {
      Path folder = Files.createDirectories(home.resolve(".config/shippy"));
      Files.writeString(folder.resolve("config.properties"), value + "\n");
    } else {
      throw new IllegalArgumentException("given: " + given);
    }
  }

  private static String port(ReflectionServer service) {
    return Integer.toString(service.address().port());
  }

  /** Without what differs from run to run. */
  private String same(String text) {
    return text.replace(home.toString(), "HOME")
        .replaceAll("looked for \\d+\\.\\d s", "looked for N s");
  }
}
