package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
  private static final List<String> OLDEST_FIRST =
      List.of(
          "1.0.0-x",
          "1.0",
          "1.0.0",
          "1.0.0+build",
          "v1.0.0",
          "1.0.1",
          "1.2.0",
          "1.9.0",
          "1.10.0-alpha",
          "1.10.0-alpha.1",
          "1.10.0-alpha.beta",
          "1.10.0-rc.2",
          "1.10.0-rc.10",
          "1.10.0",
          "v1.10.1",
          "2",
          "10.0.0",
          "99999999999999999999999999.0");

  private static final List<String> WORDS = List.of("", "1.x", "dev", "latest");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void newer_ones_come_last_whatever_the_order_was(long seed) {
    List<String> all = new ArrayList<>(WORDS);
    all.addAll(OLDEST_FIRST);
    List<String> mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, new Random(seed));

    mixed.sort(Versions.ORDER);

    assertThat(mixed).isEqualTo(all);
  }

  @Test
  void versions_of_very_many_parts_are_compared() {
    String many = "1" + ".0".repeat(100_000);
    assertThat(Versions.ORDER.compare(many + ".1", many + ".2-a")).isNegative();
  }

  @Test
  void only_equal_texts_are_equal() {
    assertThat(Versions.ORDER.compare("1.0", "1.0.0")).isNotZero();
    assertThat(Versions.ORDER.compare("1.0", "1.0")).isZero();
  }
}
