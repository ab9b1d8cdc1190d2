package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.testkit.TestJar;

class ProgramTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void names_are_short_and_distinct() {
    Path vessel = TestJar.of(directory, "vessel-service.jar", ArgumentProgram.class);
    Path other = TestJar.of(directory, "other.jar", ArgumentProgram.class);

    assertThat(Program.of(List.of(vessel, other, vessel)))
        .extracting(Program::name)
        .containsExactly("vessel", "other", "vessel-2");
  }

  @Test
  void missing_jar_says_how_to_make_it() {
    Path missing = directory.resolve("vessel-service.jar");

    assertThatThrownBy(() -> Program.of(List.of(missing)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ExitCode.NO_INPUT);
              assertThat(e.problem().what()).isEqualTo("no such file: " + missing);
              assertThat(e.problem().fixes()).containsExactly(Program.BUILD);
            });
  }

  @Test
  void file_that_is_no_runnable_jar_is_bad_input() throws Exception {
    Path text = Files.writeString(directory.resolve("a.jar"), "text");

    assertThatThrownBy(() -> Program.of(List.of(text)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ExitCode.BAD_INPUT);
              assertThat(e).hasMessageStartingWith(text + ": ").hasMessageContaining("(expected: ");
            });
  }
}
