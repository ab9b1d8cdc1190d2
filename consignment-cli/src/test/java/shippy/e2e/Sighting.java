package shippy.e2e;

import static java.util.stream.Collectors.toMap;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What a browser of services told of one instance, as a line of JSON.
 *
 * @param event {@code resolved} or {@code removed}
 * @param name the label of the instance
 */
record Sighting(
    String event, String name, int port, List<String> addresses, Map<String, String> txt) {

  static Sighting parse(String line) {
    Map<String, Value> fields = Json.parse(line);
    Value none = Value.getDefaultInstance();
    return new Sighting(
        fields.getOrDefault("event", none).getStringValue(),
        fields.getOrDefault("name", none).getStringValue(),
        (int) fields.getOrDefault("port", none).getNumberValue(),
        fields.getOrDefault("addresses", none).getListValue().getValuesList().stream()
            .map(Value::getStringValue)
            .toList(),
        fields.getOrDefault("txt", none).getStructValue().getFieldsMap().entrySet().stream()
            .collect(toMap(Map.Entry::getKey, pair -> pair.getValue().getStringValue())));
  }

  boolean isResolved() {
    return event.equals("resolved");
  }

  /** The line that {@link #parse} reads. */
  String json() {
    Struct.Builder text = Struct.newBuilder();
    txt.forEach((key, value) -> text.putFields(key, string(value)));
    ListValue.Builder all = ListValue.newBuilder();
    addresses.forEach(address -> all.addValues(string(address)));
    try {
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .print(
              Struct.newBuilder()
                  .putFields("event", string(event))
                  .putFields("name", string(name))
                  .putFields("port", Value.newBuilder().setNumberValue(port).build())
                  .putFields("addresses", Value.newBuilder().setListValue(all).build())
                  .putFields("txt", Value.newBuilder().setStructValue(text).build()));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value string(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
