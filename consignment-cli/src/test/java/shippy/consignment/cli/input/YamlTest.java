package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;

class YamlTest {
  private static final Consignment PLAIN =
      Consignment.newBuilder()
          .setDescription("no: \u001b 港🚢")
          .setWeight(5)
          .addContainers(Container.newBuilder().setCustomerId("007").setUserId("u"))
          .build();

  private static final String YAML =
      """
      # an order
      description: "no: \\e 港🚢"
      weight: 5
      vessel_id: ~
      containers:
      - customer_id: '007'
        userId: u
      """;

  @Test
  void a_document_is_a_consignment() {
    assertThat(read(YAML)).extracting(Entry.Good::consignment).containsExactly(PLAIN);
  }

  @Test
  void documents_and_sequences_are_several() {
    assertThat(read("---\n" + YAML + "---\n" + YAML))
        .extracting(Entry.Good::consignment)
        .containsExactly(PLAIN, PLAIN);
    assertThat(read("- " + YAML.indent(2).strip() + "\n- {weight: 7, containers: [{}]}"))
        .extracting(entry -> entry.consignment().getWeight())
        .containsExactly(5, 7);
    assertThat(read("---\n" + YAML + "---\n" + YAML))
        .extracting(Entry.Good::at)
        .containsExactly("x.yaml:3", "x.yaml:11");
  }

  @Test
  @Timeout(20)
  void time_grows_with_the_text_and_not_with_its_square() {
    int count = 20_000;
    assertThat(read("- {weight: 1, containers: [{}], description: 港🚢}\n".repeat(count)))
        .hasSize(count)
        .last()
        .extracting(Entry.Good::at)
        .isEqualTo("x.yaml:" + count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weight: 5x                        | 1:9: weight: "5x" (expected: a whole number, -2147483648 to 2147483647)
          weight: 0\\ncontainers: [{}]       | 1:9: weight: '0' (expected: kilograms, a whole number above 0)
          wieght: 5                         | 1:1: unknown field "wieght" in Consignment
          {weight: 5, weight: 6}            | 1:13: weight: given twice
          weight: &a 5                      | 1:9: an anchor (expected: plain values)
          weight: *a                        | 1:9: an alias (expected: plain values)
          weight: !!int 5                   | 1:9: a tag (expected: plain values)
          ? {a: b}\\n: 5                     | 1:3: a key that is not a text (expected: plain values)
          description: 7                    | 1:14: description: '7' (expected: text in double quotes)
          description: 🚢\\nweight: [       | 2:10: not YAML: expected the node content, but found '<stream end>'
          """)
  void what_is_wrong_has_its_place_in_the_yaml(String yaml, String message) {
    Problem problem = refuse(yaml.strip().replace("\\n", "\n"));
    assertThat(problem.what()).isEqualTo("x.yaml:" + message.strip());
  }

  @Test
  void a_bomb_of_aliases_is_refused() {
    assertThat(refuse("a: &a [x, x]\nb: &b [*a, *a]").what()).startsWith("x.yaml:1:4: an anchor");
  }

  @Test
  void a_character_that_yaml_does_not_know_is_refused() {
    Problem problem = refuse("description: a\u0007");
    assertThat(problem.what()).isEqualTo("x.yaml: not YAML");
    assertThat(problem.facts()).hasSize(1).first().asString().contains("special characters");
  }

  @Test
  void the_mark_stands_under_the_place() {
    assertThat(refuse("# 🚢\ncontainers:\n- origin: [a]").facts())
        .containsExactly("  3 | - origin: [a]", "    |           ^");
  }

  @Test
  void standard_input_may_be_yaml_too() {
    assertThat(new DocumentInput("stdin", YAML.getBytes(UTF_8), true).read()).hasSize(1);
    String bare = YAML.substring(YAML.indexOf('\n') + 1);
    assertThat(new DocumentInput("stdin", bare.getBytes(UTF_8), true).read()).hasSize(1);
  }

  private static List<Entry.Good> read(String yaml) {
    return new DocumentInput("x.yaml", yaml.getBytes(UTF_8), false).read();
  }

  private static Problem refuse(String yaml) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> read(yaml));
    assertThat(refused).as(yaml).isNotNull();
    return refused.problem();
  }
}
