package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.consignment.cli.Cli.Result;

/** What else a failure leaves behind; the messages themselves are in {@link MessagesTest}. */
class FailuresTest {
  private static final String SAMPLE = "consignment.json";

  @TempDir Path folder = Path.of("");
  private final Cli cli = new Cli();
  private final FakeService service;

  FailuresTest() throws IOException {
    service = new FakeService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void one_wrong_file_keeps_all_from_being_sent() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"weight\": 0}");
    Result result = cli.run("create", SAMPLE, wrong.toString(), service.address());
    assertThat(result.code()).isEqualTo(65);
    assertThat(service.received()).isEmpty();
  }
}
