package shippy.registry.mdns.sd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceLabelTest {
  private static final String UUID = "0b3b1f0e-6f0c-4a54-9d3e-7a1b2c3d4e5f";

  @Test
  void usual_id_stays_readable() {
    assertThat(InstanceLabel.of("shippy.service.vessel-" + UUID, ""))
        .isEqualTo("shippy-service-vessel-" + UUID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPPER", "a_b", "世界", "a b/c\\032", "...", "x\u001b[31m"})
  void any_id_gives_a_plain_label(String id) {
    assertThat(InstanceLabel.of(id, "")).matches("[a-z0-9-]{1,63}");
  }

  @Test
  void long_ids_are_shortened_and_differ_still() {
    List<String> labels =
        List.of(
            InstanceLabel.of("x".repeat(255), ""),
            InstanceLabel.of("x".repeat(254) + "y", ""),
            InstanceLabel.of("x".repeat(254), ""));
    assertThat(labels).doesNotHaveDuplicates().allMatch(label -> label.length() == 63);
  }

  @Test
  void ids_that_look_alike_after_cleaning_differ() {
    assertThat(InstanceLabel.of("a_b", "")).isNotEqualTo(InstanceLabel.of("a b", ""));
    assertThat(InstanceLabel.of("A", "")).isNotEqualTo(InstanceLabel.of("a", ""));
  }

  @Test
  void each_rename_has_its_own_label() {
    assertThat(List.of("", "x", "y").stream().map(i -> InstanceLabel.of("a-1", i)))
        .doesNotHaveDuplicates()
        .allMatch(label -> label.startsWith("a-1"));
  }
}
