package shippy.gateway.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a query string or of a form, by name, in the order in which they came.
 *
 * @param values none of the lists is empty
 */
public record Query(Map<String, List<String>> values) {
  /** Reads {@code a=1&b=2}; a plus is a blank, a name without a value has an empty one. */
  public static Query parse(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (++count > Limits.QUERY_VALUES) {
        throw HttpFault.of(
            400, "query: too many values (expected: at most %d)".formatted(Limits.QUERY_VALUES));
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
    }
    return new Query(values);
  }

  private static String decode(String text) {
    return RequestTarget.decode(text.replace('+', ' '), "query");
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }
}
