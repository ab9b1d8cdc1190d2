package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessLimitsTest {
  private static List<String> heapFlags(long memoryBytes) {
    return new ProcessLimits(Optional.empty(), Optional.of(memoryBytes)).heapFlags();
  }

  @Test
  void heap_takes_what_is_left_of_a_small_limit() {
    assertThat(heapFlags(100L << 20)).contains("-XX:MaxRAM=104857600", "-XX:MaxRAMPercentage=32.0");
  }

  @Test
  void heap_of_a_limit_above_the_memory_of_the_machine_fits_the_machine() {
    assertThat(heapFlags(1L << 60))
        .isEqualTo(heapFlags(1L << 61))
        .doesNotContain("-XX:MaxRAM=" + (1L << 60));
  }

  @Test
  void too_little_is_refused() {
    assertThatThrownBy(() -> heapFlags(ProcessLimits.LEAST_MEMORY_BYTES - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
