package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.process.Program;

class InstanceCountsTest {
  private final List<Program> both =
      List.of(
          new Program("vessel", Path.of("v.jar")), new Program("consignment", Path.of("c.jar")));

  private List<String> names(String... counts) {
    return InstanceCounts.apply(List.of(counts), both).stream().map(Program::name).toList();
  }

  @Test
  void name_or_none_says_which_and_the_last_word_counts() {
    assertThat(names()).containsExactly("vessel", "consignment");
    assertThat(names("vessel=3")).containsExactly("vessel", "vessel-2", "vessel-3", "consignment");
    assertThat(names("2")).containsExactly("vessel", "vessel-2", "consignment", "consignment-2");
    assertThat(names("3", "shippy.service.vessel=1", "consignment=1"))
        .containsExactly("vessel", "consignment");
  }

  @Test
  void jar_that_was_given_twice_is_two_unless_a_count_says_otherwise() {
    Program vessel = both.get(0);
    List<Program> given = List.of(vessel, new Program("vessel-2", "vessel", vessel.jar()));
    assertThat(InstanceCounts.apply(List.of(), given)).isEqualTo(given);
    assertThat(InstanceCounts.apply(List.of("1"), given)).containsExactly(vessel);
  }

  @Test
  void what_is_no_count_or_no_name_is_told_with_what_is() {
    assertThatThrownBy(() -> names("vessel=0"))
        .hasMessage("--instances: \"vessel=0\" (expected: NAME=1-100, or 1-100 for all)");
    assertThatThrownBy(() -> names("many")).hasMessageContaining("\"many\" (expected: NAME=1-100");
    assertThatThrownBy(() -> names("boat=2"))
        .hasMessage("--instances: \"boat=2\" (expected: consignment, vessel)");
  }
}
