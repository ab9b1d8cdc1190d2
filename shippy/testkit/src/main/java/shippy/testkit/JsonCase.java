package shippy.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A consignment as JSON, valid or not. The command line, calls without stubs and the gateway read
 * all of them in the same way.
 *
 * @param error {@code line:column: what}; empty if it is right
 */
public record JsonCase(String json, Optional<String> error) {
  private static final String TABLE = "consignments.txt";

  /** All cases: at least 60. */
  public static Stream<JsonCase> all() {
    try (InputStream in = requireNonNull(JsonCase.class.getResourceAsStream(TABLE), TABLE)) {
      String table = new String(in.readAllBytes(), UTF_8);
      return table.lines().filter(line -> line.startsWith("{")).map(JsonCase::parse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonCase parse(String line) {
    int bar = line.indexOf(" | ");
    String json = line.substring(0, bar).strip();
    String verdict = line.substring(bar + 3).strip();
    return new JsonCase(
        json.replaceFirst("^\\{W", "{\"weight\":7,\"containers\":[{}]"),
        Optional.of(verdict).filter(text -> !text.equals("ok")));
  }

  @Override
  public String toString() {
    return json;
  }
}
