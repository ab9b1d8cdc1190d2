package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.process.ProcessLimits;
import shippy.process.Program;

class ResourceLimitsTest {
  private final List<Program> both =
      List.of(
          new Program("vessel", Path.of("v.jar")), new Program("consignment", Path.of("c.jar")));

  private List<ProcessLimits> limits(List<String> cpus, List<String> memory) {
    return ResourceLimits.apply(cpus, memory, both).stream().map(Program::limits).toList();
  }

  @Test
  void words_of_docker_limit_all_or_the_one_that_is_named() {
    assertThat(limits(List.of(), List.of())).containsOnly(ProcessLimits.NONE);
    assertThat(limits(List.of("0.5"), List.of("100m", "vessel=1G")))
        .containsExactly(
            new ProcessLimits(Optional.of(0.5), Optional.of(1L << 30)),
            new ProcessLimits(Optional.of(0.5), Optional.of(100L << 20)));
  }

  @Test
  void more_of_a_kind_have_its_limits() {
    Program vessel = ResourceLimits.apply(List.of("2"), List.of(), both).get(0);
    assertThat(InstanceCounts.apply(List.of("3"), List.of(vessel)))
        .hasSize(3)
        .allMatch(program -> program.limits().equals(vessel.limits()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"79m", "100x", "", "-1g", "vessel=", "1.5g"})
  void what_is_no_size_or_too_little_is_told_with_what_is_enough(String size) {
    assertThatThrownBy(() -> limits(List.of(), List.of(size)))
        .hasMessage("--memory: \"%s\" (expected: NAME=SIZE, or SIZE for all; at least 80m)", size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.001", "half", "1e3", "vessel=0"})
  void what_is_no_number_of_processors_is_told(String cpus) {
    assertThatThrownBy(() -> limits(List.of(cpus), List.of()))
        .hasMessage("--cpus: \"%s\" (expected: NAME=N, or N for all; such as 0.5)", cpus);
  }
}
