package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.process.Program;
import shippy.testkit.TestJar;

class ServiceVariablesTest {
  @TempDir private Path folder = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void makeTarget() throws Exception {
    target = Files.createDirectory(folder.resolve("target"));
  }

  private Path jar() {
    return ServiceVariables.jar(Map.of("SERVICE_PATH", folder.toString())).orElseThrow();
  }

  @Test
  void unset_and_empty_variables_say_nothing() {
    assertThat(ServiceVariables.jar(Map.of("SERVICE_PATH", ""))).isEmpty();
    assertThat(ServiceVariables.count(Map.of())).isEmpty();
    assertThat(ServiceVariables.count(Map.of("SERVICE_NUMBER", "3"))).containsExactly("3");
  }

  @Test
  void jar_that_runs_is_taken_from_those_that_were_built() throws Exception {
    Path service = TestJar.of(target, "user-service.jar", ServiceVariablesTest.class);
    TestJar.of(target, "original-user-service.jar", ServiceVariablesTest.class);
    Files.writeString(target.resolve("user-service-sources.jar"), "no program");

    assertThat(jar()).isEqualTo(service);
  }

  @Test
  void folder_without_one_is_told_with_what_to_do() {
    assertThatThrownBy(this::jar)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().what())
                  .isEqualTo(
                      "SERVICE_PATH: \"%s\" (expected: a runnable jar in its target)", folder);
              assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG);
              assertThat(e.problem().fixes()).containsExactly(Program.BUILD);
            });
  }

  @Test
  void two_are_one_too_many() {
    TestJar.of(target, "a.jar", ServiceVariablesTest.class);
    TestJar.of(target, "b.jar", ServiceVariablesTest.class);

    assertThatThrownBy(this::jar)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().what()).endsWith("(expected: one runnable jar in its target)");
              assertThat(e.problem().facts()).containsExactly(target + "/a.jar", target + "/b.jar");
            });
  }

  @Test
  void wrong_values_are_told_with_the_variable() {
    assertThatThrownBy(() -> ServiceVariables.jar(Map.of("SERVICE_PATH", "nowhere")))
        .hasMessage("SERVICE_PATH: \"nowhere\" (expected: the folder of a service)");
    assertThatThrownBy(() -> ServiceVariables.count(Map.of("SERVICE_NUMBER", "many")))
        .hasMessage("SERVICE_NUMBER: \"many\" (expected: 1-100)");
  }
}
