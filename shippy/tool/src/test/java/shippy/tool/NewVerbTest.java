package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

/** What {@code shippy new} refuses; {@code NewProjectIT} has what it makes. */
class NewVerbTest {
  @TempDir private Path home = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          new ../up                                  | name: "../up" (expected: a-z, 0-9 and
          new harbour --package=int                  | --package: "int" (expected: a package
          new harbour --method=dock                  | --method: "dock" (expected: letters
          new harbour --store=oracle                 | invalid value for option '--store'
          new harbour --with=soap                    | invalid value for option '--with'
          new harbour --sql=x.sql --method=Dock      | --method cannot be combined with --sql
          new harbour --sql=x.sql --store=none       | --store=none cannot be combined with --sql
          new user --sample=user --http              | --http cannot be combined with --sample
          new                                        | NAME: nothing given (expected: a name for
          """)
  void options_that_make_no_sense_are_usage_errors(String line, String message) {
    Tool tool = new Tool(home.toString(), Screen.none());

    assertThat(tool.run(line.split(" "))).as(tool.err()).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains(message);
    assertThat(tool.out()).isEmpty();
  }

  @Test
  void a_table_that_cannot_become_a_service_is_shown_where_it_is() throws IOException {
    Path sql = home.resolve("tables.sql");
    Files.writeString(sql, "CREATE TABLE vessel (\n  name TEXT,\n  weight INT);");
    Tool tool = new Tool(home.toString(), Screen.none());

    assertThat(tool.run("new", "harbour", "--sql=" + sql)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err()).contains("tables.sql:1:14: table: \"vessel\" (expected: a PRIMARY KEY)");
    assertThat(tool.run("new", "harbour", "--sql=no.sql")).isEqualTo(ExitCode.NO_INPUT);
  }
}
