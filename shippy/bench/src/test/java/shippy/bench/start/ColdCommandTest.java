package shippy.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColdCommandTest {
  @Test
  void processor_time_is_that_of_the_command() throws Exception {
    String loop = "i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done";
    ColdCommand command =
        new ColdCommand(System.getProperty("java.home"), "loop", List.of("sh", "-c", loop));

    assertThat(command.run(List.of())).isPositive();
  }
}
