package shippy.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import shippy.console.output.ListOutput;
import shippy.console.output.OutputFormat;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** One result in every format. */
class OutputFormatTest {
  private static final String HOSTILE = "a\u001b[31m\r\n\u202eb\u009b\u2028\udb40\udc01 港🚢";

  private record Fleet(List<String> names) implements View {
    @Override
    public void text(Text text) {
      names.forEach(text::line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeArrayFieldStart("vessels");
      for (String name : names) {
        write(json, name);
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    @Override
    public List<Item> items() {
      return names.stream().map(name -> new Item(name, json -> write(json, name))).toList();
    }

    private static void write(JsonGenerator json, String name) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeNumberField("weight", 55000);
      json.writeBooleanField("free", true);
      json.writeNullField("owner");
      json.writeEndObject();
    }
  }

  @Test
  void yaml_is_the_json_document_in_blocks() {
    assertThat(show("yaml", "Kane", "007"))
        .isEqualTo(
            """
            vessels:
            - name: Kane
              weight: 55000
              free: true
              owner: null
            - name: "007"
              weight: 55000
              free: true
              owner: null
            """);
    assertThat(show("yaml")).isEqualTo("vessels: []\n");
  }

  @Test
  void jsonl_is_a_line_for_each_thing() {
    assertThat(show("jsonl", "a", "b"))
        .isEqualTo(
            """
            {"name":"a","weight":55000,"free":true,"owner":null}
            {"name":"b","weight":55000,"free":true,"owner":null}
            """);
    assertThat(show("jsonl")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "jsonl"})
  void a_failure_that_ends_nothing_is_told_as_one_that_does(String format) {
    Problem problem =
        Problem.of(ExitCode.UNAVAILABLE, "7: no answer").withFact("x").withFix("y", "z");
    ConsoleProgram going =
        new ConsoleProgram()
            .action(
                call -> {
                  call.output().failure("7: no answer", problem);
                  return ExitCode.OK;
                });

    assertThat(going.run("list", "-o", format).err())
        .isEqualTo(
            new ConsoleProgram().failing(problem.toException()).run("list", "-o", "jsonl").err());
  }

  @Test
  void name_is_a_name_a_line_and_no_line_for_what_has_none() {
    assertThat(show("name", "a", "", "b")).isEqualTo("a\nb\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no",
        "Yes",
        "null",
        "~",
        "1_000",
        "0x1f",
        "12:30:45",
        "2026-11-21",
        "1e3",
        ".inf",
        "- a",
        "a: b",
        "a #b",
        "",
        " ",
        "a\n b\n",
        "\"",
        "'",
        "{",
        "[",
        "*a",
        "&a",
        "!t",
        "%",
        "@",
        "`",
        "a:",
        "true",
        "=",
        "<<",
        HOSTILE
      })
  void a_text_is_the_same_text_in_yaml(String text) {
    String yaml = show("yaml", text);
    assertThat(vessels(yaml)).containsExactly(text);
    assertThat(yaml.strip().codePoints().filter(c -> c != '\n'))
        .noneMatch(shippy.problem.ProblemText::isUnsafe);
    boolean letters = text.matches("[A-Za-z]+") && !text.matches("(?i)no|yes|null|true");
    assertThat(yaml.contains("\"")).isEqualTo(!letters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "yaml", "jsonl", "name"})
  void a_hostile_name_forges_no_line(String format) {
    String quiet = show(format, "quiet");
    String hostile = show(format, HOSTILE);
    assertThat(hostile.codePoints().filter(c -> c != '\n'))
        .noneMatch(shippy.problem.ProblemText::isUnsafe);
    assertThat(hostile).hasLineCount((int) quiet.lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "jsonl", "name", "table"})
  void a_list_written_piece_by_piece_is_the_same_document(String format) {
    for (List<String> names : List.of(List.<String>of(), List.of("a"), List.of("a", "b\nc", "7"))) {
      ConsoleProgram app =
          new ConsoleProgram()
              .action(
                  call -> {
                    ListOutput list = call.output().list("vessels");
                    new Fleet(names).items().forEach(list::add);
                    list.end("created", true);
                    return ExitCode.OK;
                  });
      String pieces = app.run("keep", "-o", format).out();
      String whole = show(format, names.toArray(String[]::new));
      switch (OutputFormat.of(format).orElseThrow()) {
        case TABLE -> assertThat(pieces).isEmpty();
        case JSONL, NAME -> assertThat(pieces).isEqualTo(whole);
        case JSON ->
            assertThat(pieces)
                .isEqualTo(whole.replaceFirst("\n}\n$", ",\n  \"created\": true\n}\n"));
        case YAML -> assertThat(pieces).isEqualTo(whole + "created: true\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "jsonl", "name", "table"})
  void a_list_of_many_is_the_same_document(String format) {
    String[] names = IntStream.range(0, 2_000).mapToObj(i -> "n" + i).toArray(String[]::new);
    assertThat(list(format, List.of(names), ListOutput::end))
        .isEqualTo(format.equals("table") ? "" : show(format, names));
    assertThat(list(format, List.of(), ListOutput::end))
        .isEqualTo(format.equals("table") ? "" : show(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "jsonl", "name", "table"})
  void a_list_that_is_broken_off_says_so_where_it_can(String format) {
    String broken = list(format, List.of("a"), ListOutput::breakOff);
    switch (OutputFormat.of(format).orElseThrow()) {
      case TABLE -> assertThat(broken).isEmpty();
      case JSONL, NAME -> assertThat(broken).isEqualTo(show(format, "a"));
      case JSON -> assertThat(broken).endsWith("\n  ],\n  \"complete\": false\n}\n");
      case YAML -> assertThat(broken).isEqualTo(show(format, "a") + "complete: false\n");
    }
    assertThat(list(format, List.of(), ListOutput::breakOff)).isEmpty();
  }

  private static String list(String format, List<String> names, Consumer<ListOutput> end) {
    ConsoleProgram app =
        new ConsoleProgram()
            .action(
                call -> {
                  ListOutput list = call.output().list("vessels");
                  list.addAll(new Fleet(names).items().stream());
                  assertThat(list.isEmpty()).isEqualTo(names.isEmpty());
                  end.accept(list);
                  return ExitCode.OK;
                });
    return app.run("keep", "-o", format).out();
  }

  @Test
  void errors_are_json_where_a_program_reads() {
    assertThat(errors("json")).startsWith("{\n  \"error\": \"").contains("\"exit_code\": 2,");
    assertThat(errors("yaml")).isEqualTo(errors("json"));
    assertThat(errors("jsonl")).startsWith("{\"error\":\"").hasLineCount(1);
    assertThat(errors("name")).isEqualTo(errors("table")).startsWith("error: ");
  }

  private static String errors(String format) {
    return new ConsoleProgram().run("keep", "-o", format, "--what").err();
  }

  private static String show(String format, String... names) {
    ConsoleProgram app =
        new ConsoleProgram()
            .action(
                call -> {
                  call.output().show(new Fleet(List.of(names)));
                  return ExitCode.OK;
                });
    ConsoleProgram.Result result = app.run("keep", "-o", format);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  private static List<Object> vessels(String yaml) {
    Map<?, ?> document = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    List<?> vessels = (List<?>) requireNonNull(document.get("vessels"));
    return vessels.stream().<Object>map(vessel -> ((Map<?, ?>) vessel).get("name")).toList();
  }
}
