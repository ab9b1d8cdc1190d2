package shippy.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A result that can be shown in every format. A further format (YAML, JSON lines) is another
 * generator or another reading of the same two methods.
 */
public interface View {
  /** Writes the result for people. */
  void text(Text text);

  /** Writes the result as one JSON value. */
  void json(JsonGenerator json) throws IOException;
}
