package shippy.json;

import static java.util.Locale.ROOT;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads messages that have a JSON form of their own, at the place of the cursor. */
final class WellKnownReader {
  static final String TYPE = "@type";
  private static final String VALUE = "value";

  /** The possessive {@code *+} keeps the match from recursing for each name. */
  private static final Pattern MASK = Pattern.compile("[A-Za-z0-9.]+(?:,[A-Za-z0-9.]+)*+");

  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final JsonCursor json;
  private final MessageReader messages;
  private final ScalarReader scalars;
  private final TypeRegistry types;

  WellKnownReader(
      JsonCursor json, MessageReader messages, ScalarReader scalars, TypeRegistry types) {
    this.json = json;
    this.messages = messages;
    this.scalars = scalars;
    this.types = types;
  }

  void read(WellKnown kind, Message.Builder into, String path) {
    switch (kind) {
      case TIMESTAMP -> point(into, path);
      case DURATION -> length(into, path);
      case FIELD_MASK -> mask(into, path);
      case STRUCT -> messages.field(into, field(into, "fields"), path);
      case LIST -> messages.field(into, field(into, "values"), path);
      case VALUE -> value(into, path);
      case ANY -> any(into, path);
      case WRAPPER -> messages.field(into, field(into, VALUE), path);
    }
  }

  private void point(Message.Builder into, String path) {
    String text = scalars.text(path);
    String what = TimeText.looksLikePoint(text) ? "a day and time that exist" : "a time";
    put(into, TimeText.point(text), path, what + " such as 2026-11-21T12:00:00Z");
  }

  private void length(Message.Builder into, String path) {
    put(into, TimeText.length(scalars.text(path)), path, "seconds such as \"1.5s\"");
  }

  private void put(
      Message.Builder into, Optional<TimeText.Parts> read, String path, String expected) {
    TimeText.Parts parts = read.orElseThrow(() -> json.wrong(path, expected));
    into.setField(field(into, "seconds"), parts.seconds());
    into.setField(field(into, "nanos"), parts.nanos());
  }

  private void mask(Message.Builder into, String path) {
    String text = scalars.text(path);
    if (!text.isEmpty() && !MASK.matcher(text).matches()) {
      throw json.wrong(path, "names such as \"maxWeight,owner.name\"");
    }
    for (String name : text.isEmpty() ? new String[0] : text.split(",")) {
      String snake = CAPITAL.matcher(name).replaceAll(m -> "_" + m.group().toLowerCase(ROOT));
      into.addRepeatedField(field(into, "paths"), snake);
    }
  }

  /** Any JSON. */
  private void value(Message.Builder into, String path) {
    if (json.is(JsonToken.VALUE_NULL)) {
      FieldDescriptor field = field(into, "null_value");
      into.setField(field, field.getEnumType().findValueByNumber(0));
      return;
    }
    String name =
        switch (json.token()) {
          case START_OBJECT -> "struct_value";
          case START_ARRAY -> "list_value";
          case VALUE_STRING -> "string_value";
          case VALUE_TRUE, VALUE_FALSE -> "bool_value";
          default -> "number_value";
        };
    messages.field(into, field(into, name), path);
  }

  /** An object with the name of its type, or an empty one. */
  private void any(Message.Builder into, String path) {
    if (!json.is(JsonToken.START_OBJECT)) {
      throw json.wrong(path, "an object {\"@type\": ...}");
    }
    int start = json.here().start();
    Optional<String> url = url(start);
    json.next();
    if (url.isEmpty() && json.is(JsonToken.END_OBJECT)) {
      return;
    }
    DynamicMessage.Builder content = DynamicMessage.newBuilder(type(url, path));
    if (WellKnown.of(content.getDescriptorForType()).isPresent()) {
      inner(content, path);
    } else {
      messages.fields(content, path, start, true);
    }
    into.setField(field(into, "type_url"), url.orElseThrow());
    into.setField(field(into, VALUE), content.build().toByteString());
  }

  /** The type may be named last. */
  private Optional<String> url(int start) {
    JsonCursor ahead = json.ahead(start);
    ahead.next();
    for (ahead.next(); ahead.is(JsonToken.FIELD_NAME); ahead.next()) {
      boolean type = ahead.name().equals(TYPE);
      ahead.next();
      if (type && ahead.is(JsonToken.VALUE_STRING)) {
        return Optional.of(ahead.value());
      }
      ahead.skip();
    }
    return Optional.empty();
  }

  private Descriptor type(Optional<String> url, String path) {
    if (url.isEmpty()) {
      throw json.error(path, "has no type (expected: \"@type\")", "");
    }
    try {
      Descriptor known = types.getDescriptorForTypeUrl(url.get());
      if (known != null) {
        return known;
      }
    } catch (InvalidProtocolBufferException e) {
      // an address without a slash is no type either
    }
    String shown = SyntaxError.shown('"' + url.get() + '"');
    throw json.error(
        path, "unknown type %s (expected: one the service describes)".formatted(shown), "");
  }

  /** A message that is no object in JSON is in {@code value}, beside the type. */
  private void inner(Message.Builder content, String path) {
    Set<String> left = new HashSet<>(Set.of(TYPE, VALUE));
    for (; !json.is(JsonToken.END_OBJECT); json.next()) {
      String name = json.name();
      if (!left.remove(name)) {
        String shown = SyntaxError.shown(json.raw());
        throw json.error(path, "%s (expected: \"@type\" and \"value\")".formatted(shown), "");
      }
      json.next();
      if (name.equals(VALUE)) {
        messages.message(content, path);
      }
    }
  }

  private static FieldDescriptor field(Message.Builder of, String name) {
    return requireNonNull(of.getDescriptorForType().findFieldByName(name), name);
  }
}
