package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.consignment.cli.Cli.Result;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.Vessel;
import shippy.testkit.JsonValues;

/** Which rows are listed, and in which order. */
class ListRowsTest {
  private final FakeService service;
  private final FakeFleet fleet;

  ListRowsTest() throws IOException {
    service = new FakeService();
    fleet = new FakeFleet();
  }

  @BeforeEach
  void fill() throws Exception {
    store("a", "tea", 700, 1, Status.CONFIRMED);
    store("b", "Coal", 90_000, 3, Status.CONFIRMED);
    store("c", "iron", 8, 2, Status.CONFIRMED);
    store("d", "coal", 700, 2, Status.CONFIRMED);
    store("e", "oil", 5, 1, Status.CONFIRMED);
    store("f", "late", 1, 1, Status.ABORTED);
    fleet.store(Vessel.newBuilder().setId("v1").setMaxWeight(10).setUsedWeight(9).build());
    fleet.store(Vessel.newBuilder().setId("v2").setMaxWeight(8).setUsedWeight(1).build());
  }

  @AfterEach
  void stop() {
    service.close();
    fleet.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sort=weight                         | e c a d b",
        "--sort=-weight                        | b a d c e",
        "--sort=-weight,-id                    | b d a c e",
        "--sort=containers --sort=-id          | e a d c b",
        "--sort=-created_at --limit=2          | e d",
        "--filter=description=coal             | b d",
        "--filter=weight>=700                  | a b d",
        "--filter=weight<700 --filter=id!=c    | e",
        "--filter=containers=2                 | c d",
        "--filter=created_at>2026-11-21T00:03  | d e",
        "--filter=status=aborted               | f",
        "--filter=status!=confirmed            | f",
        "--limit=3                             | a b c",
        "--filter=weight=700 --limit=1         | a",
      })
  void rows_are_those_asked_for(String options, String ids) {
    assertThat(listed(options.split(" ")).lines()).containsExactly(ids.split(" "));
  }

  @Test
  void every_format_has_the_same_rows() {
    assertThat(cli("-o", "jsonl", "--sort=weight", "--limit=1").out())
        .startsWith("{\"id\":\"e\",")
        .hasLineCount(1);
    assertThat(cli("-o", "json", "--filter", "id=b").out())
        .contains("\"id\": \"b\"")
        .doesNotContain("\"id\": \"a\"");
    assertThat(cli("--sort", "-weight").out().lines().skip(1).findFirst())
        .hasValueSatisfying(row -> assertThat(row).startsWith("b "));
  }

  @Test
  void no_more_pages_are_fetched_than_shown() {
    assertThat(listed("--limit=4").lines()).hasSize(4);
    assertThat(service.listings()).isEqualTo(2);
    assertThat(service.pageSizes()).containsExactly(4, 4);
    assertThat(listed("--limit=1", "--sort=id")).isEqualTo("a\n");
    assertThat(service.listings()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"json, 1", "yaml, 1", "jsonl, 2", "name, 2", "table, 0"})
  void a_page_that_fails_leaves_no_list_that_looks_whole(String format, int lines) {
    service.failListAfter(2, io.grpc.Status.UNAVAILABLE.withDescription("gone"));
    Result result = cli("-o", format);
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err()).contains("gone");
    switch (format) {
      case "json" -> {
        assertThat(JsonValues.count(result.out())).isEqualTo(1);
        assertThat(result.out()).contains("\"id\": \"b\"").endsWith("\"complete\": false\n}\n");
      }
      case "yaml" -> assertThat(result.out()).contains("- id: b").endsWith("\ncomplete: false\n");
      default -> assertThat(result.out()).hasLineCount(lines);
    }
    service.failListWith(io.grpc.Status.UNAVAILABLE);
    assertThat(cli("-o", format).out()).as("the first page").isEmpty();
  }

  @Test
  void what_is_left_of_a_list_is_not_taken_for_consignments() {
    service.failListAfter(2, io.grpc.Status.UNAVAILABLE);
    String half = cli("-o", "json").out();
    Result created = new Cli().stdin(half).run("create", "-", service.address());
    assertThat(created.code()).isEqualTo(65);
    assertThat(created.err()).contains("complete");
    assertThat(service.received()).isEmpty();
  }

  @Test
  void an_empty_result_says_so_with_its_filter() {
    assertThat(cli("--filter", "weight>99999", "--filter", "id!=a").err())
        .isEqualTo("no consignments with weight>99999 and id!=a\n");
    assertThat(cli("--filter", "weight>99999", "-ojson"))
        .isEqualTo(new Result(0, "{\n  \"consignments\": []\n}\n", ""));
    assertThat(new Cli().run(fleet.called("vessels", "--filter=id=v3")).err())
        .isEqualTo("no vessels with id=v3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sort=wieght", "--sort=-wieght", "--filter=wieght=1"})
  void an_unknown_field_is_an_error_with_those_there_are(String option) {
    Result result = cli(option);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("error: " + option.replaceFirst("=.*", ": no field \"wieght\" (expected: id, "))
        .contains("containers, vessel_id, status, created_at)", "did you mean \"weight\"?");
    assertThat(service.listings()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--filter=weight    | --filter: \"weight\" (expected: FIELD=VALUE; also != > < >= <=)",
        "--filter=weight>x  | --filter: \"weight>x\" (expected: a whole number after the operator)",
        "--limit=0          | --limit: \"0\" (expected: a whole number from 1 to 2147483647)",
        "--watch=5          | --watch: \"5\" (expected: no value)",
      })
  void a_malformed_option_says_what_is_expected(String option, String message) {
    Result result = cli(option);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: " + message + "\n");
  }

  @Test
  void vessels_are_sorted_and_filtered_too() {
    assertThat(vessels("--sort=-free_weight")).isEqualTo("v2\nv1\n");
    assertThat(vessels("--filter=free_weight<5")).isEqualTo("v1\n");
    assertThat(vessels("--sort=max_weight", "--limit=1")).isEqualTo("v2\n");
  }

  private String vessels(String... options) {
    return new Cli()
        .run(
            fleet.called(
                Stream.concat(Stream.of("vessels", "-oname"), Stream.of(options))
                    .toArray(String[]::new)))
        .out();
  }

  private String listed(String... options) {
    Result result =
        cli(Stream.concat(Stream.of("-oname"), Stream.of(options)).toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private Result cli(String... options) {
    return new Cli()
        .run(
            Stream.concat(Stream.of("list", service.address()), Stream.of(options))
                .toArray(String[]::new));
  }

  private void store(String id, String description, int weight, int containers, Status status)
      throws Exception {
    service.store(
        Consignment.newBuilder()
            .setId(id)
            .setDescription(description)
            .setWeight(weight)
            .addAllContainers(
                Stream.generate(Container::getDefaultInstance).limit(containers).toList())
            .setStatus(status)
            .setCreatedAt(Timestamps.parse("2026-11-21T00:0%d:00Z".formatted(id.charAt(0) - 'a')))
            .build());
  }
}
