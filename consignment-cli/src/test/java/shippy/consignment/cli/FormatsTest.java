package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import shippy.consignment.cli.Cli.Result;
import shippy.problem.ProblemText;
import shippy.proto.consignment.Consignment;
import shippy.proto.vessel.Vessel;
import shippy.testkit.JsonValues;

/** Every command in every format, over data that would like to own the terminal. */
class FormatsTest {
  private static final String HOSTILE =
      "x\u001b[31m\u001b]0;t\u0007\r\nforged  line\u202e\u2066\u009b2J\udb40\udc41";

  private final FakeService service;
  private final FakeFleet fleet;

  FormatsTest() throws IOException {
    service = new FakeService();
    fleet = new FakeFleet();
  }

  @BeforeEach
  void store() {
    Consignment.Builder consignment =
        Consignment.newBuilder().setId("c1").setDescription(HOSTILE).setVesselId(HOSTILE);
    consignment.addContainersBuilder().setOrigin(HOSTILE).setUserId("\u001bc");
    service.store(consignment.setWeight(1).build());
    service.store(consignment.setId("c2" + HOSTILE).build());
    fleet.store(Vessel.newBuilder().setId(HOSTILE).setName(HOSTILE).setCapacity(1).build());
  }

  @AfterEach
  void stop() {
    service.close();
    fleet.close();
  }

  private Stream<Result> all(String... options) {
    List<String[]> commands =
        List.of(
            called("consignment.json"),
            called("create", "consignment.json"),
            called("create", "consignment.json", "consignment.json"),
            called("list"),
            called("list", "--status=aborted"),
            called("get", "c1"),
            called("cancel", "c1"),
            fleet.called("vessels"),
            fleet.called("vessel", "add", "--name=" + HOSTILE, "--capacity=1", "--max_weight=1"));
    return commands.stream()
        .map(
            command ->
                new Cli()
                    .run(Stream.of(command, options).flatMap(Stream::of).toArray(String[]::new)));
  }

  private String[] called(String... words) {
    return Stream.concat(Stream.of(words), Stream.of(service.address())).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "warn", "info", "debug", "trace"})
  void standard_output_is_one_document(String level) {
    assertThat(all("-o", "json", "--log_level=" + level))
        .allSatisfy(r -> assertThat(values(r)).isEqualTo(1));
    assertThat(all("-o", "yaml", "--log_level=" + level))
        .allSatisfy(r -> assertThat(yaml(r)).isNotNull());
    assertThat(all("-o", "jsonl", "--log_level=" + level))
        .allSatisfy(r -> assertThat(values(r)).isEqualTo((int) r.out().lines().count()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "yaml", "jsonl", "name"})
  void nothing_from_data_moves_the_cursor_or_forges_a_line(String format) {
    assertThat(all("-o", format))
        .allSatisfy(
            result -> {
              assertThat(result.code()).as(result.err()).isZero();
              assertThat(result.out().lines()).noneMatch(line -> line.startsWith("forged"));
              assertThat((result.out() + result.err()).codePoints().filter(c -> c != '\n'))
                  .noneMatch(ProblemText::isUnsafe);
            });
  }

  @Test
  void names_are_what_other_commands_take() {
    assertThat(new Cli().run(called("list", "-o", "name")).out().lines())
        .containsExactly("c1", ProblemText.clean("c2" + HOSTILE));
    assertThat(new Cli().run(called("list", "--status=aborted", "-o", "name")).out()).isEmpty();
    assertThat(new Cli().run(called("get", "c1", "-oname")).out()).isEqualTo("c1\n");
    assertThat(new Cli().run(called("cancel", "c1", "-oname")).out()).isEqualTo("c1\n");
  }

  @Test
  void errors_are_documents_too() {
    for (String format : List.of("json", "yaml", "jsonl")) {
      Result result = new Cli().run(called("get", HOSTILE, "-o", format));
      assertThat(result.out()).isEmpty();
      assertThat(JsonValues.count(result.err())).isEqualTo(1);
      assertThat(result.err().codePoints().filter(c -> c != '\n')).noneMatch(ProblemText::isUnsafe);
    }
  }

  private static int values(Result result) {
    assertThat(result.code()).as(result.err()).isZero();
    return JsonValues.count(result.out());
  }

  private static Object yaml(Result result) {
    assertThat(result.code()).as(result.err()).isZero();
    return new Load(LoadSettings.builder().build()).loadFromString(result.out());
  }
}
