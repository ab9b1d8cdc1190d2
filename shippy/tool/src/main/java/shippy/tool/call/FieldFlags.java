package shippy.tool.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.invoke.Shape;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Makes a request of flags such as {@code --max_weight 900 --owner.name Kane}, by the fields of its
 * type. A repeated field takes its flag several times; a message also takes JSON. One use.
 */
final class FieldFlags {
  private static final String MAP = "map<";

  private final Shape request;
  private final Collection<String> options;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /**
   * @param request the type
   * @param options of the command, for words that are no field
   */
  FieldFlags(Shape request, Collection<String> options) {
    this.request = request;
    this.options = options;
  }

  /** The request as JSON. */
  String json(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--") || word.length() == 2) {
        throw wrong("\"%s\" (expected: --FIELD VALUE)".formatted(word)).toException();
      }
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals);
      Target target = target(name);
      if (equals >= 0) {
        target.set(word.substring(equals + 1));
      } else if (target.isSwitch(i + 1 < words.size() ? words.get(i + 1) : "")) {
        target.set("true");
      } else if (i + 1 < words.size()) {
        target.set(words.get(++i));
      } else {
        throw wrong("--%s: no value (expected: %s)".formatted(name, target.type())).toException();
      }
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(fields, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string writer does not fail
    }
    return text.toString();
  }

  /** A field in an object that is being made. */
  private record Target(String flag, String key, String type, Map<String, Object> object) {
    boolean isSwitch(String next) {
      return type.equals("bool") && !next.equals("true") && !next.equals("false");
    }

    void set(String value) {
      if (type.startsWith("repeated ")) {
        FieldValue one = FieldValue.of(flag, type.substring("repeated ".length()), value);
        if (object.computeIfAbsent(key, name -> new ArrayList<>()) instanceof List<?> list) {
          object.put(key, Stream.concat(list.stream(), Stream.of(one)).toList());
        }
      } else if (object.put(key, FieldValue.of(flag, type, value)) != null) {
        throw wrong("--%s is given twice (expected: once, %s)".formatted(flag, type)).toException();
      }
    }
  }

  private Target target(String flag) {
    Map<String, Object> object = fields;
    Shape at = request;
    String[] path = flag.split("\\.", -1);
    for (int i = 0; i < path.length; i++) {
      boolean last = i == path.length - 1;
      Shape field = find(flag, path[i], at);
      if (last) {
        return new Target(flag, field.name(), field.type(), object);
      }
      object = inner(object, field.name(), flag);
      if (field.type().startsWith(MAP)) {
        String key = flag.substring(String.join(".", List.of(path).subList(0, i + 1)).length() + 1);
        return new Target(flag, key, field.type().replaceFirst("map<[^,]*, (.*)>", "$1"), object);
      }
      at = field;
    }
    throw new IllegalStateException(flag);
  }

  @SuppressWarnings("unchecked") // only maps of this kind are put in
  private static Map<String, Object> inner(Map<String, Object> object, String name, String flag) {
    Object inner = object.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    if (inner instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw wrong("--%s: --%s is given as a whole".formatted(flag, name)).toException();
  }

  private Shape find(String flag, String name, Shape in) {
    String plain = name.replace('-', '_');
    return in.fields().stream()
        .filter(field -> field.name().equals(plain) || camel(field.name()).equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(flag, name, in));
  }

  private ProblemException unknown(String flag, String name, Shape in) {
    List<String> names = in.fields().stream().map(Shape::name).toList();
    Problem problem =
        wrong(
            "--%s: %s has no field \"%s\" (expected: %s)"
                .formatted(
                    flag, in.type(), name, names.isEmpty() ? "none" : String.join(", ", names)));
    String path = flag.contains(".") ? flag.substring(0, flag.lastIndexOf('.') + 1) : "";
    Optional<String> near =
        Suggestion.nearest(name, names)
            .map(found -> "--" + path + found)
            .or(() -> Suggestion.slip("--" + flag, options));
    return Suggestion.add(problem, near).toException();
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      boolean first = camel.isEmpty();
      camel.append(
          first || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  private static Problem wrong(String what) {
    return Problem.of(ExitCode.USAGE, what);
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        json.writeFieldName(String.valueOf(field.getKey()));
        write(field.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object one : list) {
        write(one, json);
      }
      json.writeEndArray();
    } else if (value instanceof FieldValue one) {
      one.write(json);
    }
  }
}
