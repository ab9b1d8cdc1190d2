package shippy.console.output;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A result that can be shown in every format. */
public interface View {
  /** Writes the result for people. */
  void text(Text text);

  /** Writes the result as one JSON value. */
  void json(JsonGenerator json) throws IOException;

  /**
   * The things in the result, for the formats of one line each. By default the result is one thing
   * without a name.
   */
  default List<Item> items() {
    return List.of(new Item("", this::json));
  }

  /**
   * One thing in a result.
   *
   * @param name the name that commands know it by; empty if there is none
   * @param json writes it as one JSON value
   */
  record Item(String name, Json json) {
    public Item {
      requireNonNull(name, "name");
      requireNonNull(json, "json");
    }

    /** A thing that is only a name. */
    public static Item named(String name) {
      return new Item(name, json -> json.writeString(name));
    }
  }

  /** Writes one JSON value. */
  @FunctionalInterface
  interface Json {
    void write(JsonGenerator json) throws IOException;
  }
}
