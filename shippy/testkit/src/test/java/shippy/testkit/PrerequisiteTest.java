package shippy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class PrerequisiteTest {
  @Test
  void missing_thing_aborts_a_test_here_and_fails_it_in_ci() {
    assertThat(Prerequisite.missing("no ship", Map.of()))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("no ship");
    assertThatThrownBy(() -> Prerequisite.missing("no ship", Map.of("CI", "true")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no ship");
  }
}
