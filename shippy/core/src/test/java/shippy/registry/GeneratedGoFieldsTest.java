package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.registry.Endpoint.Value;

class GeneratedGoFieldsTest {
  private static final Value STATE =
      new Value(
          "MessageState",
          "MessageState",
          List.of(
              leaf("NoUnkeyedLiterals", "NoUnkeyedLiterals"),
              leaf("DoNotCompare", "DoNotCompare"),
              leaf("DoNotCopy", "DoNotCopy"),
              leaf("MessageInfo", "MessageInfo")));
  private static final Value SIZE = leaf("int32", "int32");
  private static final Value UNKNOWN = leaf("unknownFields", "[]uint8");
  private static final Value FIELD = leaf("capacity", "int32");

  @Test
  void the_three_are_removed_in_the_order_of_both_generators() {
    assertThat(removed(STATE, SIZE, UNKNOWN, FIELD, SIZE)).containsExactly(FIELD, SIZE);
    assertThat(removed(STATE, SIZE, UNKNOWN)).isEmpty();
    assertThat(removed(STATE, FIELD, UNKNOWN, SIZE)).containsExactly(FIELD);
  }

  @Test
  void names_in_snake_case_and_cut_off_children_are_known() {
    Value state = leaf("message_state", "MessageState");
    assertThat(removed(state, SIZE, leaf("unknown_fields", "[]uint8"), FIELD))
        .containsExactly(FIELD);
  }

  @Test
  void without_all_hints_nothing_is_removed() {
    Value other = new Value("MessageState", "MessageState", List.of(leaf("zip", "string")));
    for (List<Value> values :
        List.of(
            List.<Value>of(),
            List.of(FIELD),
            List.of(STATE, SIZE),
            List.of(STATE, FIELD, SIZE, UNKNOWN),
            List.of(SIZE, UNKNOWN, FIELD),
            List.of(other, SIZE, UNKNOWN, FIELD),
            List.of(STATE, FIELD, UNKNOWN),
            List.of(STATE, leaf("int32", "int64"), UNKNOWN, FIELD),
            List.of(STATE, SIZE, leaf("unknownFields", "string"), FIELD))) {
      assertThat(GeneratedGoFields.removedFrom(values)).isEqualTo(values);
    }
  }

  private static List<Value> removed(Value... values) {
    return GeneratedGoFields.removedFrom(new ArrayList<>(List.of(values)));
  }

  private static Value leaf(String name, String type) {
    return new Value(name, type, List.of());
  }
}
