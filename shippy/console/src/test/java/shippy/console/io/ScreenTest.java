package shippy.console.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  @Test
  void the_width_asked_for_counts_even_in_a_pipe() {
    assertThat(Screen.system(Map.of("COLUMNS", "40")).columns()).isEqualTo(40);
  }

  @Test
  void a_pipe_has_no_right_edge() {
    assertThat(Screen.none().columns()).isEqualTo(Screen.UNLIMITED);
    assertThat(Screen.none().outIsTerminal()).isFalse();
  }

  @Test
  void a_width_that_is_no_number_is_ignored() {
    Map<String, String> env = Map.of("COLUMNS", "-1");
    assertThat(Screen.system(env).columns()).isEqualTo(Screen.system(Map.of()).columns());
  }
}
