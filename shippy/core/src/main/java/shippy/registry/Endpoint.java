package shippy.registry;

import java.util.List;
import java.util.Map;

/**
 * A method that a node serves, in go-micro's terms.
 *
 * @param name {@code Service.Method}, such as {@code VesselService.FindAvailable}
 * @param request the request message
 * @param response the response message
 * @param metadata free pairs; {@code stream=true} for a streaming method
 */
public record Endpoint(String name, Value request, Value response, Map<String, String> metadata) {
  /**
   * The shape of a message or of one of its fields.
   *
   * @param name the field's name; for a message its type
   * @param type the type: a message name, {@code string}, {@code int32}, …; a list is {@code []X}
   * @param values the fields, empty for a leaf
   */
  public record Value(String name, String type, List<Value> values) {
    public Value {
      values = List.copyOf(values);
    }
  }

  public Endpoint {
    metadata = Map.copyOf(metadata);
  }
}
