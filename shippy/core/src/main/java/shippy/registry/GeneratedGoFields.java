package shippy.registry;

import java.util.List;
import java.util.Set;
import shippy.registry.Endpoint.Value;

/**
 * What go-micro v2 lists of a message besides its fields: the three that Go's generator adds for
 * itself. Generators up to 1.35 put all three first; later ones put two of them last. Stateless.
 */
public final class GeneratedGoFields {
  private static final Set<String> STATE =
      Set.of("NoUnkeyedLiterals", "DoNotCompare", "DoNotCopy", "MessageInfo");

  private GeneratedGoFields() {}

  /** The values without the three; as they are if a single one of them is missing or differs. */
  public static List<Value> removedFrom(List<Value> values) {
    int size = values.size();
    if (size < 3 || !isState(values.get(0))) {
      return values;
    }
    if (isSizeCache(values.get(1)) && isUnknownFields(values.get(2))) {
      return values.subList(3, size);
    }
    return isUnknownFields(values.get(size - 2)) && isSizeCache(values.get(size - 1))
        ? values.subList(1, size - 2)
        : values;
  }

  /** go-micro cuts off what is nested three deep, so the children may be missing. */
  private static boolean isState(Value value) {
    List<String> children = value.values().stream().map(Value::name).toList();
    return value.type().equals("MessageState")
        && Set.of("MessageState", "message_state").contains(value.name())
        && (children.isEmpty() || (children.size() == 4 && STATE.containsAll(children)));
  }

  private static boolean isSizeCache(Value value) {
    return value.equals(new Value("int32", "int32", List.of()));
  }

  private static boolean isUnknownFields(Value value) {
    return Set.of("unknownFields", "unknown_fields").contains(value.name())
        && value.type().equals("[]uint8")
        && value.values().isEmpty();
  }
}
