package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.consignment.cli.Cli.Result;

/** Every message of the commands with its exit code. */
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
  void a_deadline_tells_the_id_and_how_to_look() {
    service.neverAnswer();
    Result result = cli.run("create", SAMPLE, service.address(), "--client_request_timeout=300ms");
    assertThat(result.code()).isEqualTo(75);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            error: it is not known whether %s was created
              no answer in time
              if it arrived, the service finishes it by itself once it reaches the vessels
              try:    consignment-cli get %s   see what became of it
                      "id": "%s" in the file   makes it safe to send it again
            """
                .formatted(Cli.FIRST_ID, Cli.FIRST_ID, Cli.FIRST_ID));
  }

  @Test
  void a_cancel_without_answer_may_be_repeated() {
    service.neverAnswer();
    Result result = cli.run("cancel", "c1", service.address(), "--client_request_timeout=300ms");
    assertThat(result)
        .isEqualTo(
            new Result(
                75,
                "",
                """
                error: it is not known whether c1 was cancelled
                  no answer in time
                  try:    consignment-cli get c1      see whether it was
                          consignment-cli cancel c1   safe to repeat
                """));
    service.failWith(Status.UNAVAILABLE.withDescription("going away"));
    assertThat(cli.run("cancel", "c1", service.address()))
        .isEqualTo(new Result(75, "", result.err().replace("no answer in time", "going away")));
  }

  @Test
  void a_cancel_that_is_refused_is_a_failed_call() {
    assertThat(cli.run("cancel", "nope", service.address()))
        .isEqualTo(new Result(1, "", "error: no consignment nope\n"));
    service.failWith(Status.FAILED_PRECONDITION.withDescription("c1 was aborted"));
    assertThat(cli.run("cancel", "c1", service.address()))
        .isEqualTo(new Result(1, "", "error: c1 was aborted\n"));
  }

  @Test
  void an_unknown_status_gets_a_suggestion() {
    assertThat(cli.run("list", "--status=pending,confirmd", service.address()))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: --status: "confirmd" (expected: pending, confirmed, aborted, cancelled)
                  likely: a slip of the keyboard: did you mean "confirmed"?
                """));
    assertThat(cli.run("list", "--status=", service.address()))
        .isEqualTo(
            new Result(
                2,
                "",
                "error: --status: \"\" (expected: pending, confirmed, aborted, cancelled)\n"));
  }

  @Test
  void a_service_that_goes_away_during_the_call_leaves_the_outcome_open() {
    service.failWith(Status.UNAVAILABLE.withDescription("going away"));
    Result result = cli.run("create", SAMPLE, service.address());
    assertThat(result.code()).isEqualTo(75);
    assertThat(result.err())
        .startsWith("error: it is not known whether " + Cli.FIRST_ID + " was created\n")
        .contains("  going away\n");
  }

  @Test
  void an_address_where_nobody_listens_is_unavailable_and_nothing_was_sent() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Result result = cli.run("create", SAMPLE, "--address=127.0.0.1:" + port);
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err())
        .startsWith("error: the service did not answer: io exception (Connection refused")
        .contains("127.0.0.1:" + port)
        .doesNotContain("it is not known");
  }

  @Test
  void a_refusal_is_shown_in_the_words_of_the_service() {
    service.failWith(Status.RESOURCE_EXHAUSTED.withDescription("no vessel can take it: 3 kg free"));
    assertThat(cli.run(SAMPLE, service.address()))
        .isEqualTo(new Result(1, "", "error: no vessel can take it: 3 kg free\n"));
  }

  @Test
  void an_unknown_id_is_a_failed_call() {
    assertThat(cli.run("get", "nope", service.address()))
        .isEqualTo(new Result(1, "", "error: no consignment nope\n"));
    assertThat(cli.run("get", "nope", service.address(), "-ojson").err())
        .startsWith(
            "{\n  \"error\": {\n    \"code\": 1,\n    \"message\": \"no consignment nope\"");
  }

  @Test
  void what_was_created_before_a_failure_is_told() {
    service.failListWith(Status.INTERNAL.withDescription("broken"));
    assertThat(cli.run(SAMPLE, service.address()))
        .isEqualTo(
            new Result(
                1,
                "Created: true\n",
                "error: broken\n  created before: %s\n".formatted(Cli.FIRST_ID)));
  }

  @Test
  void one_wrong_file_keeps_all_from_being_sent() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"weight\": 0}");
    Result result = cli.run("create", SAMPLE, wrong.toString(), service.address());
    assertThat(result.code()).isEqualTo(65);
    assertThat(service.received()).isEmpty();
  }

  @Test
  void a_malformed_address_is_wrong_usage() {
    assertThat(cli.run("list", "--address=nowhere"))
        .isEqualTo(
            new Result(
                2,
                "",
                "error: --address: \"nowhere\" (expected: host:port, such as 127.0.0.1:50051)\n"));
    assertThat(cli.run("list", "--address=h:0").code()).isEqualTo(2);
  }

  @Test
  void an_unknown_registry_is_named() {
    Result result = cli.run("list", "--registry=mdsn");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--registry: \"mdsn\"");
  }

  @Test
  void a_word_that_is_neither_file_nor_command_gets_suggestions_for_both() {
    assertThat(cli.run("lsit"))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: "lsit": no such file or command
                  likely: did you mean the command list?
                  try:    consignment-cli --help   list all commands
                """));
    assertThat(cli.run("consignment.jso").err())
        .contains("likely: did you mean the file consignment.json?");
  }

  @Test
  void a_missing_file_is_named_with_the_nearest() {
    assertThat(cli.run("consigment.json"))
        .isEqualTo(
            new Result(
                66,
                "",
                """
                error: consigment.json: no such file
                  likely: a slip of the keyboard: did you mean "consignment.json"?
                """));
    assertThat(cli.run("create", "no/such/file").code()).isEqualTo(66);
  }

  @Test
  void a_command_without_its_argument_is_wrong_usage() {
    assertThat(cli.run("create").err())
        .isEqualTo(
            "error: FILE: nothing given (expected: a file, or - for stdin)\n"
                + "  try:    consignment-cli create consignment.json\n");
    assertThat(cli.run("get").code()).isEqualTo(2);
    assertThat(cli.run("cancel").err())
        .isEqualTo(
            "error: missing required parameter: 'ID'\nSee 'consignment-cli cancel --help'\n");
    assertThat(cli.run("list", "x").err())
        .isEqualTo("error: unexpected argument: \"x\"\nSee 'consignment-cli list --help'\n");
  }
}
