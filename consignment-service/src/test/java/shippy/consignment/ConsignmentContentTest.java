package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsignmentContentTest {
  private static final Container ONE = new Container("i", "c", "o", "u");
  private static final ConsignmentContent CONTENT =
      new ConsignmentContent("d", 5, List.of(ONE, ONE));

  @Test
  void equal_contents_do_not_differ() {
    assertThat(CONTENT.differenceTo(new ConsignmentContent("d", 5, List.of(ONE, ONE)))).isEmpty();
  }

  @Test
  void first_difference_is_named_with_both_values() {
    assertDiffers(new ConsignmentContent("x", 6, List.of(ONE)), "weight", "5", "6");
    assertDiffers(new ConsignmentContent("x", 5, List.of(ONE)), "containers", "2", "1");
    assertDiffers(
        new ConsignmentContent("x", 5, List.of(ONE, ONE)), "description", "\"d\"", "\"x\"");
    assertSecondDiffers(new Container("x", "c", "o", "u"), "id", "i");
    assertSecondDiffers(new Container("i", "x", "o", "u"), "customer_id", "c");
    assertSecondDiffers(new Container("i", "c", "x", "u"), "origin", "o");
    assertSecondDiffers(new Container("i", "c", "o", "x"), "user_id", "u");
  }

  @Test
  void content_of_nothing_cannot_exist() {
    assertThatThrownBy(() -> new ConsignmentContent("d", 0, List.of(ONE)))
        .hasMessage("content: 0 kg, 1 containers (expected: both more than 0)");
    assertThatThrownBy(() -> new ConsignmentContent("d", 1, List.of()))
        .hasMessage("content: 1 kg, 0 containers (expected: both more than 0)");
  }

  private static void assertSecondDiffers(Container second, String field, String here) {
    assertDiffers(
        new ConsignmentContent("d", 5, List.of(ONE, second)),
        "containers[1]." + field,
        '"' + here + '"',
        "\"x\"");
  }

  private static void assertDiffers(
      ConsignmentContent other, String field, String here, String there) {
    assertThat(CONTENT.differenceTo(other))
        .contains(new ConsignmentContent.Difference(field, here, there));
  }
}
