package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;

/** Records out of files and standard input. */
class InputsTest {
  private static final String A = "{\"id\": \"a\", \"weight\": 1, \"containers\": [{}]}";
  private static final String B = "{\"id\": \"b\", \"weight\": 1, \"containers\": [{}]}";

  @TempDir Path folder = Path.of("");

  @Test
  void all_kinds_come_in_their_order() throws IOException {
    String lines = file("l.jsonl", "\ufeff" + A + "\r\n\n  \n" + B);
    assertThat(
            told(
                file("one.json", A),
                lines,
                file("two.json", "[\n " + A + ",\n " + B + "]"),
                file("r.json", "{\"created\": true, \"consignments\": [" + A + "," + B + "]}"),
                file("c.json", "{\"created\": true, \"consignment\": " + A + "}"),
                file("y.yml", "id: y\nweight: 2\ncontainers: [{}]\n"),
                file("empty.json", "[]"),
                file("empty.jsonl", "")))
        .containsExactly(
            "one.json:1 a",
            "l.jsonl:1 a",
            "l.jsonl:4 b",
            "two.json:2 a",
            "two.json:3 b",
            "r.json:1 a",
            "r.json:1 b",
            "c.json:1 a",
            "y.yml:1 y");
  }

  @Test
  void the_suffix_tells_the_kind_in_any_case() throws IOException {
    assertThat(
            told(
                file("l.JSONL", A + "\n{}\n" + B),
                file("y.YML", "id: y\nweight: 2\ncontainers: [{}]")))
        .startsWith("l.JSONL:1 a")
        .endsWith("l.JSONL:3 b", "y.YML:1 y")
        .hasSize(4);
  }

  @Test
  void several_values_in_a_document_are_several_records() throws IOException {
    assertThat(told(file("x.json", A + "\n" + B + "\n")))
        .containsExactly("x.json:1 a", "x.json:2 b");
  }

  @Test
  void a_bad_line_is_told_with_its_place_and_the_next_one_is_read() throws IOException {
    String lines = file("l.jsonl", A + "\n{\"id\": \"x\",\n\u00e4\n" + B + "\n\n{\"weight\": 0}");
    Files.write(Path.of(lines), new byte[] {'\n', (byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    assertThat(told(lines))
        .containsExactly(
            "l.jsonl:1 a",
            "l.jsonl:2:12: the JSON ends too early",
            "l.jsonl:3:1: unexpected '\u00e4' (expected: a JSON value)",
            "l.jsonl:4 b",
            "l.jsonl:6:12: weight: '0' (expected: kilograms, a whole number above 0)",
            "l.jsonl:7: not UTF-8 text: byte 0xff at offset 0");
  }

  @Test
  void a_line_without_end_is_refused_and_not_kept() throws IOException {
    String lines = file("l.jsonl", "x".repeat(9 * 1024 * 1024) + "\n" + A);
    assertThat(told(lines))
        .containsExactly("l.jsonl:1: a line of more than 8388608 bytes", "l.jsonl:2 a");
  }

  @Test
  void a_wrong_document_is_told_before_the_first_record() throws IOException {
    Inputs inputs = open(file("l.jsonl", A), file("wrong.json", "{}"));
    ProblemException refused = catchThrowableOfType(ProblemException.class, inputs::next);
    assertThat(refused.problem().what()).contains("wrong.json:1:1: weight: missing");
  }

  @Test
  void a_missing_file_is_told_at_once() {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> open(folder + "/none.jsonl"));
    assertThat(refused.problem().code()).isEqualTo(ExitCode.NO_INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {A + "\n" + B + "\n", A + "\n" + B, "\n" + A + "\n\n" + B, "[" + A + "," + B + "]"})
  void standard_input_is_lines_or_a_document(String text) {
    Inputs inputs = Inputs.open(List.of("-"), bytes(text));
    assertThat(ids(inputs)).containsExactly("a", "b");
  }

  /** In UTF-8 these have the byte 0x85, as a character NEL, which ends a line. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00c5", "\u0445", "\u4e05"})
  void standard_input_is_lines_in_every_language(String letter) {
    String first = A.replaceFirst("\\{", "{\"description\": \"" + letter + "\", ");
    try (Inputs inputs = Inputs.open(List.of("-"), bytes(first + "\n{}\n" + B))) {
      assertThat(inputs.next()).containsInstanceOf(Entry.Good.class);
      assertThat(inputs.next()).containsInstanceOf(Entry.Bad.class);
      assertThat(inputs.next()).containsInstanceOf(Entry.Good.class);
    }
  }

  @Test
  @Timeout(20)
  void blank_lines_before_the_first_record_take_little_time() {
    int blank = 1_000_000;
    try (Inputs inputs = Inputs.open(List.of("-"), bytes("\n".repeat(blank) + A + "\n{}\n" + B))) {
      assertThat(inputs.next().orElseThrow().at()).isEqualTo("stdin:" + (blank + 1));
      assertThat(inputs.next()).containsInstanceOf(Entry.Bad.class);
      assertThat(inputs.next().orElseThrow().at()).isEqualTo("stdin:" + (blank + 3));
    }
  }

  @Test
  void standard_input_stays_open() throws IOException {
    List<String> closed = new ArrayList<>();
    InputStream in =
        new ByteArrayInputStream((A + "\n" + B).getBytes(UTF_8)) {
          @Override
          public void close() {
            closed.add("closed");
          }
        };
    Inputs inputs = Inputs.open(List.of("-"), in);
    assertThat(ids(inputs)).hasSize(2);
    inputs.close();
    assertThat(closed).isEmpty();
  }

  @Test
  void an_only_record_is_known_and_of_several_none_is_lost() throws IOException {
    assertThat(open(file("a.jsonl", A)).only()).isPresent();
    assertThat(open(file("none.jsonl", "")).only()).isEmpty();
    Inputs two = open(file("b.json", B), file("a.jsonl", A));
    assertThat(two.only()).isEmpty();
    assertThat(ids(two)).containsExactly("b", "a");
  }

  @Test
  void how_far_it_is_goes_by_bytes() throws IOException {
    Inputs inputs = open(file("l.jsonl", A + "\n" + B + "\n"));
    assertThat(inputs.percent()).hasValue(0);
    assertThat(inputs.next()).isPresent();
    assertThat(inputs.percent()).hasValue(50);
    assertThat(inputs.next()).isPresent();
    assertThat(inputs.percent()).hasValue(100);
    assertThat(Inputs.open(List.of("-"), bytes(A)).percent()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void a_failed_record_is_input_again() throws IOException {
    Consignment sent = sample();
    Problem problem = Problem.of(ExitCode.FAILED, "no vessel\u001b");
    String line = FailedRecord.line("l.jsonl:7", sent, problem);
    assertThat(line).hasLineCount(1).startsWith("{\"at\":\"l.jsonl:7\",\"error\":\"no vessel");
    Inputs inputs = open(file("failed.jsonl", line));
    Optional<Entry> again = inputs.next();
    assertThat(again.map(entry -> ((Entry.Good) entry).consignment())).hasValue(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"weight\": 0,  \"containers\": [{}]}", "weight 5", "{\"weight\": ", "[1]", ""})
  void what_could_not_be_read_is_kept_as_it_is(String raw) throws IOException {
    Problem problem = Problem.of(ExitCode.BAD_INPUT, "l.jsonl:7:1: wrong");
    String line = FailedRecord.line(new Entry.Bad("l.jsonl:7", problem, raw));
    String kept =
        raw.startsWith("{\"weight\": 0")
            ? raw.replace(" ", "")
            : "\"" + raw.replace("\"", "\\\"") + "\"";
    assertThat(line)
        .isEqualTo(
            "{\"at\":\"l.jsonl:7\",\"error\":\"l.jsonl:7:1: wrong\",\"record\":" + kept + "}");
    assertThat(open(file("failed.jsonl", line)).next()).get().isInstanceOf(Entry.Bad.class);
  }

  private static Consignment sample() {
    Consignment.Builder builder = Consignment.newBuilder().setId("a").setWeight(3);
    builder.addContainersBuilder().setOrigin("x\ny");
    return builder.build();
  }

  private Inputs open(String... files) {
    return Inputs.open(List.of(files), InputStream.nullInputStream());
  }

  private List<String> told(String... files) {
    List<String> told = new ArrayList<>();
    try (Inputs inputs = open(files)) {
      for (var next = inputs.next(); next.isPresent(); next = inputs.next()) {
        String text =
            next.get() instanceof Entry.Good good
                ? good.at() + " " + good.consignment().getId()
                : ((Entry.Bad) next.get()).problem().what();
        told.add(text.replace(folder + "/", ""));
      }
    }
    return told;
  }

  private static List<String> ids(Inputs inputs) {
    List<String> ids = new ArrayList<>();
    for (var next = inputs.next(); next.isPresent(); next = inputs.next()) {
      ids.add(((Entry.Good) next.get()).consignment().getId());
    }
    return ids;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
