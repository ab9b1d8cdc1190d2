package shippy.transcoding;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A path template of {@code google/api/http.proto}, such as <code>/v1/{name=shelves/*}:merge</code>
 * . Immutable.
 */
final class PathTemplate {
  private static final Pattern PART =
      Pattern.compile("/(?:\\{([A-Za-z_][\\w.]*)(?:=([^{}]+))?}|([^{}/]+))");
  private static final Pattern VERB = Pattern.compile(":([^:/{}*]+)$");
  private static final String ONE = "*";
  private static final String ANY_NUMBER = "**";

  /** What a segment of a path must be: a text, or if it is wild, one or any number of segments. */
  private record Segment(String text, boolean wild) {
    static Segment of(String text) {
      boolean wild = text.equals(ONE) || text.equals(ANY_NUMBER);
      if (!wild && (text.isEmpty() || text.contains(ONE))) {
        throw new IllegalArgumentException(
            "segment \"%s\" (expected: *, ** or text)".formatted(text));
      }
      return new Segment(wild ? text : decode(text), wild);
    }

    boolean many() {
      return wild && text.equals(ANY_NUMBER);
    }

    boolean matches(String raw) {
      return wild ? !raw.isEmpty() : decode(raw).equals(text);
    }
  }

  /** A field whose value are the segments from one index up to another. */
  private record Variable(String field, int from, int to) {}

  private final List<Segment> segments = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final String verb;

  private PathTemplate(String verb) {
    this.verb = verb;
  }

  /** Reads a template; an {@link IllegalArgumentException} says what is wrong with it. */
  static PathTemplate parse(String text) {
    Matcher verb = VERB.matcher(text);
    boolean custom = verb.find();
    PathTemplate template = new PathTemplate(custom ? verb.group(1) : "");
    template.readSegments(custom ? text.substring(0, verb.start()) : text);
    template.requireDistinct();
    return template;
  }

  private void readSegments(String text) {
    Matcher part = PART.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!part.region(at, text.length()).lookingAt()) {
        String what = "\"%s\" (expected: /text, /*, /** or /{field=…})";
        throw new IllegalArgumentException(what.formatted(text.substring(at)));
      }
      at = part.end();
      int from = segments.size();
      if (part.group(1) == null) {
        segments.add(Segment.of(part.group(3)));
        continue;
      }
      String inner = part.group(2) == null ? ONE : part.group(2);
      for (String segment : inner.split("/", -1)) {
        segments.add(Segment.of(segment));
      }
      variables.add(new Variable(part.group(1), from, segments.size()));
    }
  }

  private void requireDistinct() {
    Set<String> fields = new HashSet<>();
    for (Variable variable : variables) {
      if (!fields.add(variable.field())) {
        throw new IllegalArgumentException(variable.field() + " twice (expected: once)");
      }
    }
    if (segments.stream().filter(Segment::many).count() > 1) {
      throw new IllegalArgumentException("** twice (expected: once, at the end)");
    }
  }

  /** The fields whose values are in the path, such as {@code vessel.id}. */
  List<String> fields() {
    return variables.stream().map(Variable::field).toList();
  }

  /** Whether paths of other kinds cannot be meant, since its first segment is a text. */
  boolean beginsWithText() {
    return !segments.isEmpty() && !segments.get(0).wild();
  }

  /** The same for templates that match the same paths. */
  String shape() {
    String path =
        segments.stream()
            .map(segment -> segment.wild() ? segment.text() : "=" + segment.text())
            .collect(Collectors.joining("/"));
    return path + ":" + verb;
  }

  /** Orders templates, those first that match less: by texts, then single segments, then verbs. */
  String order() {
    String kinds =
        segments.stream()
            .map(segment -> segment.many() ? "3" : segment.wild() ? "2" : "1")
            .collect(Collectors.joining("", "", "0"));
    return kinds + (verb.isEmpty() ? "1" : "0");
  }

  /**
   * The values of its fields in a path; empty if the path does not match.
   *
   * @param path the segments as they came, percent-encoded
   */
  Optional<Map<String, String>> match(List<String> path) {
    List<String> raw = new ArrayList<>(path);
    if (!verb.isEmpty()) {
      String last = raw.isEmpty() ? "" : raw.remove(raw.size() - 1);
      if (!last.endsWith(":" + verb)) {
        return Optional.empty();
      }
      raw.add(last.substring(0, last.length() - verb.length() - 1));
    }
    int wild = segments.stream().map(Segment::many).toList().indexOf(true);
    int more = raw.size() - segments.size(); // than one for each segment
    if (wild < 0 ? more != 0 : more < -1) {
      return Optional.empty();
    }
    for (int i = 0; i < segments.size(); i++) {
      int at = wild >= 0 && i > wild ? i + more : i;
      if (i != wild && !segments.get(i).matches(raw.get(at))) {
        return Optional.empty();
      }
    }
    return Optional.of(values(raw, wild, more));
  }

  private Map<String, String> values(List<String> raw, int wild, int more) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Variable variable : variables) {
      int from = variable.from() + (wild >= 0 && variable.from() > wild ? more : 0);
      int to = variable.to() + (wild >= 0 && variable.to() > wild ? more : 0);
      boolean single = variable.to() - variable.from() == 1 && variable.from() != wild;
      values.put(variable.field(), value(raw.subList(from, to), single));
    }
    return values;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** In a value of several segments an encoded slash stays as it is, as the specification says. */
  private static String value(List<String> raw, boolean single) {
    return raw.stream()
        .map(text -> single ? text : text.replaceAll("(?i)%(?=2f)", "%25"))
        .map(PathTemplate::decode)
        .collect(Collectors.joining("/"));
  }
}
