package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CargoTest {
  private static final Container ONE = new Container("i", "c", "o", "u");
  private static final Cargo CARGO = new Cargo("d", 5, List.of(ONE, ONE));

  @Test
  void equal_cargoes_do_not_differ() {
    assertThat(CARGO.differenceTo(new Cargo("d", 5, List.of(ONE, ONE)))).isEmpty();
  }

  @Test
  void first_difference_is_named_with_both_values() {
    assertDiffers(new Cargo("x", 6, List.of(ONE)), "weight", "5", "6");
    assertDiffers(new Cargo("x", 5, List.of(ONE)), "containers", "2", "1");
    assertDiffers(new Cargo("x", 5, List.of(ONE, ONE)), "description", "\"d\"", "\"x\"");
    assertSecondDiffers(new Container("x", "c", "o", "u"), "id", "i");
    assertSecondDiffers(new Container("i", "x", "o", "u"), "customer_id", "c");
    assertSecondDiffers(new Container("i", "c", "x", "u"), "origin", "o");
    assertSecondDiffers(new Container("i", "c", "o", "x"), "user_id", "u");
  }

  @Test
  void cargo_of_nothing_cannot_exist() {
    assertThatThrownBy(() -> new Cargo("d", 0, List.of(ONE)))
        .hasMessage("cargo: 0 kg, 1 containers (expected: both more than 0)");
    assertThatThrownBy(() -> new Cargo("d", 1, List.of()))
        .hasMessage("cargo: 1 kg, 0 containers (expected: both more than 0)");
  }

  private static void assertSecondDiffers(Container second, String field, String here) {
    assertDiffers(
        new Cargo("d", 5, List.of(ONE, second)),
        "containers[1]." + field,
        '"' + here + '"',
        "\"x\"");
  }

  private static void assertDiffers(Cargo other, String field, String here, String there) {
    assertThat(CARGO.differenceTo(other)).contains(new Cargo.Difference(field, here, there));
  }
}
