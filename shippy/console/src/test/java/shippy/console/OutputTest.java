package shippy.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;

class OutputTest {
  private static final View NAMES =
      new View() {
        @Override
        public void text(Text text) {
          text.line("names \u001b[2J");
          text.table(Table.of(List.of(Column.text("NAME")), List.of(List.of("a"))));
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
          json.writeStartObject();
          json.writeArrayFieldStart("names");
          json.writeString("\u001b\u009b\u202e\u007f é 港");
          json.writeEndArray();
          json.writeArrayFieldStart("none");
          json.writeEndArray();
          json.writeEndObject();
        }
      };

  private final ConsoleProgram app =
      new ConsoleProgram()
          .action(
              call -> {
                call.output().line("for people");
                call.output().show(NAMES);
                return ExitCode.OK;
              });

  @Test
  void text_is_lines_and_tables_without_control_characters() {
    assertThat(app.run("list").out()).isEqualTo("\nfor people\nnames ?[2J\nNAME\na\n");
  }

  @Test
  void json_is_one_document_without_raw_control_characters() {
    assertThat(app.run("list", "-ojson").out())
        .isEqualTo(
            """
            {
              "names": [
                "\\u001B\\u009b\\u202e\\u007f é 港"
              ],
              "none": []
            }
            """);
  }

  @Test
  void the_format_may_come_from_the_environment() {
    assertThat(app.env("MICRO_OUTPUT", "json").run("list").out()).startsWith("{");
  }
}
