package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.consignment.cli.Cli.Result;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Status;
import shippy.testkit.GoldenFile;

/** Each command as text and as JSON. */
class CommandsTest {
  private static final String SAMPLE = "consignment.json";

  @TempDir Path folder = Path.of("");
  private final Cli cli = new Cli();
  private final FakeService service;

  CommandsTest() throws IOException {
    service = new FakeService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void a_file_is_created_and_shown_without_the_others() throws IOException {
    service.store(other("older", "港口 Hamburg"));
    Result result = cli.run(service.address(), SAMPLE);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    GoldenFile.check("file.txt", result.out());
  }

  @Test
  void a_file_as_json_is_one_document() throws IOException {
    service.store(other("older", "港口 Hamburg"));
    Result result = cli.run(service.address(), "-o", "json", SAMPLE);
    assertThat(result.code()).isZero();
    GoldenFile.check("file.json", result.out());
    assertThat(cli.stdin(result.out()).run("create", "-", service.address()).code()).isZero();
    assertThat(service.received().get(1)).isEqualTo(service.received().get(0));
    assertThat(service.listings()).isZero();
  }

  @Test
  void several_files_are_created_in_order() throws IOException {
    String second = file("second.json", "{\"id\":\"b\",\"weight\":1,\"containers\":[{}]}");
    Result result = cli.run(SAMPLE, second, service.address());
    assertThat(result.code()).isZero();
    assertThat(service.received())
        .extracting(Consignment::getId)
        .containsExactly(Cli.FIRST_ID, "b");
    assertThat(result.out()).startsWith("Created: true\nID ").hasLineCount(4);
  }

  @Test
  void create_shows_what_was_created() throws IOException {
    service.store(other("older", ""));
    Result result = cli.run("create", SAMPLE, service.address());
    assertThat(result.code()).isZero();
    GoldenFile.check("create.txt", result.out());
    GoldenFile.check("create.json", cli.run("create", SAMPLE, service.address(), "-ojson").out());
  }

  @Test
  void create_of_several_files_gives_a_list() throws IOException {
    String second = file("second.json", "{\"id\":\"b\",\"weight\":1,\"containers\":[{}]}");
    Result result = cli.run("create", SAMPLE, second, service.address(), "--output=json");
    assertThat(result.out())
        .startsWith("{\n  \"consignments\": [\n    {\n      \"id\": \"" + Cli.FIRST_ID + "\",\n")
        .contains("\"id\": \"b\"")
        .endsWith("\n  ],\n  \"created\": true\n}\n");
  }

  @Test
  void nothing_to_create_is_said() {
    assertThat(cli.stdin("[]").run("create", "-", service.address()))
        .isEqualTo(new Result(0, "", "nothing to create: there is no consignment in the input\n"));
    assertThat(cli.stdin("[]").run("create", "-", service.address(), "-ojson").out())
        .isEqualTo("{\n  \"consignments\": [],\n  \"created\": true\n}\n");
  }

  @Test
  void create_reads_standard_input() {
    cli.stdin("{\"id\":\"x\",\"weight\":7,\"containers\":[{}]}");
    assertThat(cli.run("create", "-", service.address()).code()).isZero();
    assertThat(cli.run("-", service.address()).code()).isZero();
    assertThat(service.received()).extracting(Consignment::getWeight).containsExactly(7, 7);
  }

  @Test
  void list_fetches_all_pages() {
    for (String id : new String[] {"a", "b", "c", "d", "e"}) {
      service.store(other(id, "d"));
    }
    assertThat(cli.run("list", service.address()).out().lines().skip(1))
        .extracting(line -> line.substring(0, 1))
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void list_of_nothing_is_a_header_and_an_empty_array() {
    assertThat(cli.run("list", service.address()))
        .isEqualTo(
            new Result(
                0,
                "ID  DESCRIPTION  WEIGHT  CONTAINERS  VESSEL  STATUS  CREATED\n",
                "no consignments\n"));
    assertThat(cli.run("list", service.address(), "-o", "json"))
        .isEqualTo(new Result(0, "{\n  \"consignments\": []\n}\n", ""));
  }

  @Test
  void get_shows_the_containers() throws IOException {
    cli.run("create", SAMPLE, service.address());
    Result result = cli.run("get", Cli.FIRST_ID, service.address());
    assertThat(result.code()).isZero();
    GoldenFile.check("get.txt", result.out());
    GoldenFile.check("get.json", cli.run("get", Cli.FIRST_ID, service.address(), "-ojson").out());
  }

  @Test
  void cancel_shows_what_was_cancelled_and_may_be_repeated() throws IOException {
    cli.run("create", SAMPLE, service.address());
    Result result = cli.run("cancel", Cli.FIRST_ID, service.address());
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    GoldenFile.check("cancel.txt", result.out());
    assertThat(cli.run("cancel", Cli.FIRST_ID, service.address())).isEqualTo(result);
    GoldenFile.check(
        "cancel.json", cli.run("cancel", Cli.FIRST_ID, service.address(), "-ojson").out());
    assertThat(cli.run("get", Cli.FIRST_ID, service.address()).out()).contains(" CANCELLED ");
  }

  @Test
  void list_shows_the_statuses_asked_for_on_all_pages() throws IOException {
    for (Status status :
        List.of(Status.CONFIRMED, Status.PENDING, Status.ABORTED, Status.CANCELLED)) {
      for (int i = 0; i < 3; i++) {
        service.store(
            other(status.name().charAt(1) + "" + i, "d").toBuilder().setStatus(status).build());
      }
    }
    assertThat(listed()).containsExactly("O0", "O1", "O2");
    assertThat(listed("--status=confirmed")).isEqualTo(listed());
    assertThat(listed("--status", "aborted")).containsExactly("B0", "B1", "B2");
    assertThat(listed("--status=cancelled,pending"))
        .isEqualTo(listed("--status=pending", "--status=cancelled"))
        .containsExactly("E0", "E1", "E2", "A0", "A1", "A2");
    GoldenFile.check(
        "list-status.txt", cli.run("list", "--status=pending,aborted", service.address()).out());
  }

  @Test
  void what_get_gives_out_can_be_created_again() {
    cli.run("create", SAMPLE, service.address());
    String json = cli.run("get", Cli.FIRST_ID, service.address(), "-ojson").out();
    assertThat(cli.stdin(json).run("create", "-", service.address()).code()).isZero();
    assertThat(service.received().get(1)).isEqualTo(service.received().get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 40, 60, 80, 110, 200})
  void tables_fit_the_screen(int columns) throws IOException {
    service.store(other("older", "港口 Hamburg"));
    cli.run("create", SAMPLE, service.address());
    String out = cli.columns(columns).run("list", service.address()).out();
    assertThat(out).doesNotContain("\u001b");
    GoldenFile.check("list-" + columns + ".txt", out);
  }

  @Test
  void control_characters_in_data_reach_no_terminal() {
    service.store(other("\u001b[2Jid", "a\u009b\u202e\r\nb"));
    assertThat(cli.run("list", service.address()).out()).contains("?[2Jid", "a????b");
    assertThat(cli.run("list", service.address(), "-ojson").out())
        .contains("\"\\u001b[2Jid\"", "\"a\\u009b\\u202e\\r\\nb\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "create ",
        "list ",
        "get ",
        "cancel ",
        "vessels ",
        "vessel ",
        "vessel add ",
        "services ",
        "help "
      })
  void help_is_complete(String command) throws IOException {
    Result result = cli.run((command + "--help").split(" "));
    assertThat(result.code()).isZero();
    GoldenFile.check("help" + command.replace(" ", "") + ".txt", result.out());
  }

  @Test
  void the_sample_is_the_tutorials() throws IOException {
    assertThat(Files.readString(Path.of(SAMPLE)))
        .startsWith("{\n  \"description\": \"This is a test consignment\",\n  \"weight\": 55000,\n")
        .endsWith("]\n}\n");
    cli.run("create", SAMPLE, service.address());
    Consignment sent = service.received().get(0);
    assertThat(sent.getContainersList())
        .extracting(Container::getCustomerId, Container::getOrigin, Container::getUserId)
        .containsExactly(
            tuple("cust001", "Manchester, United Kingdom", "user001"),
            tuple("cust002", "Derby, United Kingdom", "user001"),
            tuple("cust005", "Sheffield, United Kingdom", "user001"));
  }

  private List<String> listed(String... options) {
    String[] args =
        Stream.of(new String[] {"list", service.address()}, options)
            .flatMap(Stream::of)
            .toArray(String[]::new);
    return cli.run(args).out().lines().skip(1).map(line -> line.substring(0, 2)).toList();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Consignment other(String id, String description) {
    return Consignment.newBuilder()
        .setId(id)
        .setDescription(description)
        .setWeight(7)
        .addContainers(Container.getDefaultInstance())
        .build();
  }
}
