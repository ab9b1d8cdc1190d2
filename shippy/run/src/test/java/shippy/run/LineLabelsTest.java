package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.process.Program;

class LineLabelsTest {
  private final Program vessel = new Program("vessel", Path.of("v.jar"));
  private final Program consignment = new Program("consignment", Path.of("c.jar"));
  private final LineLabels labels = new LineLabels(List.of(vessel, consignment));

  @Test
  void labels_are_equally_wide() {
    assertThat(labels.of(vessel, false)).isEqualTo("vessel      | ");
    assertThat(labels.of(consignment, false)).isEqualTo("consignment | ");
    assertThat(labels.own(false)).isEqualTo("shippy      | ");
  }

  @Test
  void each_program_has_a_colour_of_its_own_that_ends_with_the_label() {
    assertThat(labels.of(vessel, true)).isEqualTo("\u001b[36mvessel      |\u001b[0m ");
    assertThat(labels.of(consignment, true)).isEqualTo("\u001b[33mconsignment |\u001b[0m ");
  }
}
