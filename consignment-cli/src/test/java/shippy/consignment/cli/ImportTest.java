package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.consignment.cli.Cli.Result;
import shippy.proto.consignment.Consignment;

/** Many consignments at once. */
class ImportTest {
  @TempDir Path folder = Path.of("");
  private final Cli cli = new Cli();
  private final FakeService service;
  private final String address;

  ImportTest() throws IOException {
    service = new FakeService();
    address = service.address();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void lines_are_created_and_shown_in_their_order() throws IOException {
    Result result = create(file("o.jsonl", records(40)));
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .matches("40: 40 created, 0 already there, 0 refused, 0 unknown, [\\d ]+/s\n");
    assertThat(result.out()).startsWith("Created: true\nID ").hasLineCount(42);
    assertThat(result.out().lines().skip(2).map(line -> line.replaceFirst(" .*", "")))
        .isEqualTo(ids(40));
    assertThat(service.received()).hasSize(40);
  }

  @Test
  void of_a_long_import_a_table_shows_the_first_hundred() throws IOException {
    Result result = create(file("o.jsonl", records(1234)));
    assertThat(result.out()).hasLineCount(103).endsWith("\n… and 1 134 more\n");
    assertThat(result.err()).startsWith("1 234: 1 234 created, ");
  }

  @Test
  void programs_get_every_one_in_every_format() throws IOException {
    String file = file("o.jsonl", records(150));
    assertThat(create(file, "-o", "name").out().lines().toList()).isEqualTo(ids(150));
    assertThat(create(file, "-ojsonl").out().lines())
        .hasSize(150)
        .allMatch(l -> l.startsWith("{\"id\":\"r"));
    assertThat(create(file, "-ojson").out())
        .startsWith("{\n  \"consignments\": [\n    {\n")
        .endsWith("\n    }\n  ],\n  \"created\": true\n}\n");
    assertThat(create(file, "-oyaml").out())
        .startsWith("consignments:\n- id: r0\n")
        .endsWith("\ncreated: true\n");
    assertThat(create(file, "-ojson").err())
        .startsWith("{\"summary\":{\"records\":150,\"created\":0,\"already_there\":150,")
        .hasLineCount(1);
  }

  @Test
  void bad_lines_are_told_and_keep_no_other_from_being_sent() throws IOException {
    List<String> lines = new ArrayList<>(records(50));
    lines.set(6, "{\"weight\": \"x\u001b[2J\"}");
    lines.set(30, "gibberish");
    Result result = create(file("o.jsonl", lines));
    String path = folder + "/o.jsonl";
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err())
        .startsWith(
            path
                + ":7:14: unexpected '?' (expected: control characters and line breaks as \\n, \\t"
                + " or \\u…)\n"
                + path
                + ":31:1: unexpected 'gibberish' (expected: a JSON value)\n"
                + "50: 48 created, 0 already there, 2 refused, 0 unknown, ")
        .endsWith(
            """
            error: 2 of 50 consignments were not created
              try:    --errors=FILE   keeps them, to mend and send again
            """);
    assertThat(result.out()).startsWith("Created: false\n").hasLineCount(50);
    assertThat(service.received()).hasSize(48);
  }

  @Test
  void what_failed_is_kept_to_be_mended_and_created() throws IOException {
    List<String> lines = new ArrayList<>(records(20));
    lines.set(4, lines.get(4).replace("\"weight\": 1", "\"weight\": 0"));
    service.refuse("r9", Status.FAILED_PRECONDITION.withDescription("no vessel can take it"));
    Path failed = folder.resolve("failed.jsonl");
    Result result = create(file("o.jsonl", lines), "--errors=" + failed);
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err())
        .contains("/o.jsonl:10: no vessel can take it\n")
        .endsWith(
            """
            error: 2 of 20 consignments were not created
              what was not created is in %s
              try:    consignment-cli create %s   send it again, once mended
            """
                .formatted(failed, failed));
    assertThat(Files.readAllLines(failed)).hasSize(2).allMatch(line -> line.startsWith("{\"at\":"));
    service.refuse("", Status.OK);
    Files.writeString(failed, Files.readString(failed).replace("\"weight\":0", "\"weight\":1"));
    Result again = create(failed.toString(), "-oname");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo("r4\nr9\n");
  }

  @Test
  void the_file_of_failures_cannot_be_the_input() throws IOException {
    String file = file("o.jsonl", records(2));
    Result result = create(file, "--errors=" + file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "error: --errors: \"%s\" (expected: another file than the input)\n".formatted(file));
    assertThat(Files.readAllLines(Path.of(file))).hasSize(2);
    assertThat(create(file, "--errors=" + folder).err())
        .isEqualTo(
            "error: --errors: \"%s\" (expected: a file that can be written)\n".formatted(folder));
  }

  @Test
  void ids_from_the_content_make_a_second_import_harmless() throws IOException {
    String lines = file("o.jsonl", records(30).stream().map(ImportTest::withoutId).toList());
    Result first = create(lines, "--id_from=content", "-oname");
    assertThat(first.err()).startsWith("30: 30 created, 0 already there, ");
    Result second = create(lines, "--id-from", "content", "-oname");
    assertThat(second.err()).startsWith("30: 0 created, 30 already there, ");
    assertThat(second.out())
        .isEqualTo(first.out())
        .matches("([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n){30}");
    assertThat(create(lines).err()).startsWith("30: 30 created, 0 already there, ");
  }

  @Test
  void an_array_and_several_files_are_an_import_too() throws IOException {
    String array = file("a.json", List.of("[" + String.join(",\n", records(3)) + "]"));
    assertThat(create(array, "-oname").out()).isEqualTo("r0\nr1\nr2\n");
    assertThat(cli.run(array, service.address()).out())
        .startsWith("Created: true\n")
        .hasLineCount(5);
    String wrong = file("w.json", List.of("[" + records(1).get(0) + ", {}]"));
    Result refused = create(array, wrong);
    assertThat(refused.code()).isEqualTo(65);
    assertThat(refused.err()).startsWith("error: " + wrong + ":1:");
    assertThat(service.received()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "jsonl"})
  void what_comes_out_is_input_again(String format) {
    cli.run("create", "consignment.json", service.address());
    for (String[] command :
        new String[][] {{"get", Cli.FIRST_ID}, {"list"}, {"cancel", Cli.FIRST_ID}}) {
      String out =
          cli.run(
                  Stream.of(command, new String[] {service.address(), "-o", format})
                      .flatMap(Stream::of)
                      .toArray(String[]::new))
              .out();
      Result again = new Cli().stdin(out).run("create", "-", service.address(), "-oname");
      assertThat(again.err()).as(out).isEmpty();
      assertThat(again.out()).isEqualTo(Cli.FIRST_ID + "\n");
    }
    Consignment sent = service.received().get(0);
    assertThat(service.received()).hasSize(4).allMatch(sent::equals);
  }

  @Test
  void a_service_that_goes_away_ends_the_import() throws IOException {
    String file = file("o.jsonl", records(500));
    service.close();
    Result result = create(file, "--concurrency=2");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err().lines().filter(line -> line.startsWith(file))).hasSize(1);
    assertThat(result.err())
        .containsPattern("\\d+: 0 created, 0 already there, 0 refused, 0 unknown, \\d+ not sent, ")
        .contains("error: the service did not answer: ")
        .contains("nothing was read after " + file + ":")
        .contains("the same command  ");
    Path failed = folder.resolve("failed.jsonl");
    assertThat(create(file, "--errors=" + failed).err()).contains("500: 0 created, ");
    assertThat(Files.readAllLines(failed)).hasSize(500);
  }

  @Test
  void a_service_that_falls_silent_ends_the_import() throws IOException {
    service.neverAnswer();
    String file = file("o.jsonl", records(100));
    Result result = create(file, "--concurrency=2", "--client_request_timeout=100ms");
    assertThat(result.code()).isEqualTo(75);
    assertThat(service.received()).hasSizeBetween(4, 16);
    assertThat(result.err()).contains(file + ":1: it is not known whether r0 was created\n");
  }

  @Test
  void an_interrupt_ends_the_import_and_tells_how_far_it_was() throws Exception {
    service.neverAnswer();
    String file = file("o.jsonl", records(100));
    CompletableFuture<Result> result = new CompletableFuture<>();
    Thread importing =
        new Thread(() -> result.complete(create(file, "--concurrency=2")), "importing");
    importing.start();
    eventually(Duration.ofSeconds(20), () -> assertThat(service.received()).hasSize(2));
    importing.interrupt();
    Result interrupted = result.get(20, TimeUnit.SECONDS);
    assertThat(interrupted.code()).isEqualTo(130);
    assertThat(interrupted.err())
        .contains(file + ":1: it is not known whether r0 was created\n")
        .contains(" 0 refused, 2 unknown, 6 not sent, ")
        .endsWith(
            "error: interrupted\n  nothing was read after %s:8: it was not sent\n".formatted(file));
    assertThat(service.received()).hasSize(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_full_disk_ends_the_import() throws IOException {
    service.failWith(Status.FAILED_PRECONDITION.withDescription("no vessel can take it"));
    Result result = create(file("o.jsonl", records(3)), "--errors=/dev/full");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .endsWith("error: /dev/full: could not be written\n  likely: the disk is full\n");
  }

  @Test
  void wrong_options_say_what_is_right() throws IOException {
    String file = file("o.jsonl", records(2));
    assertThat(create(file, "--concurrency=0").err())
        .isEqualTo("error: --concurrency: \"0\" (expected: a whole number from 1 to 100)\n");
    assertThat(create(file, "--id_from=contents"))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: --id_from: "contents" (expected: new, content)
                  likely: a slip of the keyboard: did you mean "content"?
                """));
  }

  @Test
  void nothing_to_create_is_no_failure() throws IOException {
    Result result = create(file("o.jsonl", List.of()));
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEqualTo("nothing to create: there is no consignment in the input\n");
  }

  private Result create(String file, String... options) {
    String[] args =
        Stream.of(new String[] {"create", file, address}, options)
            .flatMap(Stream::of)
            .toArray(String[]::new);
    return cli.run(args);
  }

  private String file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines).toString();
  }

  private static List<String> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"id\": \"r%d\", \"description\": \"d%d\", \"weight\": 1, \"containers\": [{}]}"
                    .formatted(i, i))
        .toList();
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
  }

  private static String withoutId(String record) {
    return record.replaceFirst("\"id\": \"r\\d+\", ", "");
  }
}
