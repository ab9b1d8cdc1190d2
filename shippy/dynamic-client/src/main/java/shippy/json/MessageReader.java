package shippy.json;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Reads messages from JSON by protobuf's rules. Refuses what breaks them, and names its place and
 * field: unknown and repeated names, both names of a field, dates that do not exist, required
 * fields that are missing. The depth of the JSON and the length of numbers are bounded. One thread.
 */
public final class MessageReader {
  private static final int MAX_SHOWN = 20;

  private final JsonCursor json;
  private final Listener listener;
  private final ScalarReader scalars;
  private final WellKnownReader wellKnown;

  /** Receives each message that is written as an object, inner ones first. */
  public interface Listener {
    /**
     * A message.
     *
     * @param whole where it is
     * @param places where the values of its fields are
     */
    void read(Message.Builder message, TextRange whole, Map<FieldDescriptor, TextRange> places);
  }

  private MessageReader(JsonCursor json, TypeRegistry types, int maxText, Listener listener) {
    this.json = json;
    this.listener = listener;
    this.scalars = new ScalarReader(json, maxText);
    this.wellKnown = new WellKnownReader(json, this, scalars, types);
  }

  /** With the types that an {@code Any} may hold. */
  public static MessageReader of(JsonCursor json, TypeRegistry types) {
    return new MessageReader(json, types, Integer.MAX_VALUE, (message, whole, places) -> {});
  }

  /** For texts of at most that many characters; reads no {@code Any}. */
  public static MessageReader of(JsonCursor json, int maxText, Listener listener) {
    return new MessageReader(json, TypeRegistry.getEmptyTypeRegistry(), maxText, listener);
  }

  /** Reads the current value, to its end. */
  public void value(Message.Builder into) {
    message(into, "");
  }

  /**
   * Reads the rest of an object. The cursor is at its first name or at its end.
   *
   * @param start where the object begins
   */
  public void rest(Message.Builder into, int start) {
    fields(into, "", start, false);
  }

  void message(Message.Builder into, String path) {
    Optional<WellKnown> known = WellKnown.of(into.getDescriptorForType());
    if (known.isPresent()) {
      wellKnown.read(known.get(), into, path);
      return;
    }
    requireObject(path);
    int start = json.here().start();
    json.next();
    fields(into, path, start, false);
  }

  /**
   * Reads from the first name to the end of the object.
   *
   * @param typed whether the name of the type is among the fields
   */
  void fields(Message.Builder into, String path, int start, boolean typed) {
    Map<FieldDescriptor, TextRange> places = new HashMap<>();
    boolean type = typed;
    for (; !json.is(JsonToken.END_OBJECT); json.next()) {
      if (type && json.name().equals(WellKnownReader.TYPE)) {
        type = false;
        json.next();
        continue;
      }
      FieldDescriptor field = field(into.getDescriptorForType(), path);
      String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
      if (places.containsKey(field)) {
        throw json.error(name, "given twice", "");
      }
      json.next();
      places.put(field, json.here());
      if (!json.is(JsonToken.VALUE_NULL) || takesNull(field)) {
        requireAlone(into, field, name);
        field(into, field, name);
      }
    }
    requireAll(into, path, start);
    listener.read(into, new TextRange(start, json.end()), places);
  }

  private FieldDescriptor field(Descriptor type, String path) {
    String typed = json.name();
    FieldDescriptor exact = type.findFieldByName(typed);
    if (exact != null) {
      return exact;
    }
    List<String> known = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(typed)) {
        return field;
      }
      known.add(field.getName());
    }
    throw unknownField(json, type.getName(), path, typed, known);
  }

  /** Says that the type has no field of the current name. */
  static ProblemException unknownField(
      JsonCursor json, String type, String path, String typed, List<String> known) {
    String within = path.isEmpty() ? "" : " at " + path;
    String shown = SyntaxError.shown(json.raw());
    String what = "unknown field %s in %s%s".formatted(shown, type, within);
    String fields = String.join(", ", known.subList(0, Math.min(known.size(), MAX_SHOWN)));
    Optional<String> near = Suggestion.nearest(typed, known).map(MessageReader::meant);
    return json.error("", what, near.orElse(known.isEmpty() ? "" : "it has: " + fields));
  }

  static String meant(String near) {
    return "did you mean \"%s\"?".formatted(near);
  }

  /** Reads the current value as that of a field. */
  void field(Message.Builder into, FieldDescriptor field, String path) {
    if (field.isMapField()) {
      map(into, field, path);
    } else if (field.isRepeated()) {
      list(into, field, path);
    } else {
      into.setField(field, single(into, field, path));
    }
  }

  private void list(Message.Builder into, FieldDescriptor field, String path) {
    if (!json.is(JsonToken.START_ARRAY)) {
      throw json.wrong(path, "an array [...]");
    }
    json.next();
    for (int i = 0; !json.is(JsonToken.END_ARRAY); i++) {
      into.addRepeatedField(field, single(into, field, path + "[" + i + "]"));
      json.next();
    }
  }

  private void map(Message.Builder into, FieldDescriptor field, String path) {
    requireObject(path);
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    Set<Object> given = new HashSet<>();
    for (json.next(); !json.is(JsonToken.END_OBJECT); json.next()) {
      Message.Builder entry = into.newBuilderForField(field);
      Object name = scalars.key(key, path);
      String shown = SyntaxError.shown(json.raw());
      if (!given.add(name)) {
        throw json.error(path, shown + " given twice", "");
      }
      json.next();
      entry.setField(key, name);
      entry.setField(value, single(entry, value, "%s[%s]".formatted(path, shown)));
      into.addRepeatedField(field, entry.buildPartial());
    }
  }

  private Object single(Message.Builder into, FieldDescriptor field, String path) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      Message.Builder inner = into.newBuilderForField(field);
      message(inner, path);
      return inner.build();
    }
    if (json.is(JsonToken.VALUE_NULL) && isNullValue(field)) {
      return field.getEnumType().findValueByNumber(0);
    }
    return scalars.read(field, path);
  }

  private static boolean takesNull(FieldDescriptor field) {
    boolean value =
        field.getJavaType() == JavaType.MESSAGE
            && WellKnown.of(field.getMessageType()).equals(Optional.of(WellKnown.VALUE));
    return !field.isRepeated() && (value || isNullValue(field));
  }

  private static boolean isNullValue(FieldDescriptor field) {
    if (field.getJavaType() != JavaType.ENUM) {
      return false;
    }
    EnumDescriptor type = field.getEnumType();
    return type.getFullName().equals("google.protobuf.NullValue")
        && type.findValueByNumber(0) != null;
  }

  private void requireObject(String path) {
    if (!json.is(JsonToken.START_OBJECT)) {
      throw json.wrong(path, "an object {...}");
    }
  }

  private void requireAlone(Message.Builder into, FieldDescriptor field, String path) {
    OneofDescriptor choice = field.getRealContainingOneof();
    if (choice != null && into.hasOneof(choice)) {
      String other = into.getOneofFieldDescriptor(choice).getName();
      throw json.error(path, "given beside %s (expected: one of them)".formatted(other), "");
    }
  }

  private void requireAll(Message.Builder into, String path, int start) {
    for (FieldDescriptor field : into.getDescriptorForType().getFields()) {
      if (field.isRequired() && !into.hasField(field)) {
        String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
        throw missing(start, name);
      }
    }
  }

  private ProblemException missing(int start, String name) {
    String what = name + ": missing (expected: a value, the field is required)";
    return json.error(TextRange.token(json.text(), start), what, "");
  }
}
