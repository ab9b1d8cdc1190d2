package shippy.consignment.cli.input;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import shippy.console.io.InputFile;
import shippy.json.TextRange;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Turns YAML into the same in JSON. Anchors, aliases and tags are refused. Several documents become
 * several values. One use.
 */
final class YamlToJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> BOOLEAN =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");

  private final Document yaml;
  private final StringBuilder json = new StringBuilder();
  private final Deque<Container> open = new ArrayDeque<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final int length;
  private int codePoints;
  private int offset;

  private static final class Container {
    final boolean mapping;
    int nodes;

    Container(boolean mapping) {
      this.mapping = mapping;
    }

    boolean expectsKey() {
      return mapping && nodes % 2 == 0;
    }
  }

  private YamlToJson(Document yaml) {
    this.yaml = yaml;
    this.length = yaml.text().codePointCount(0, yaml.text().length());
    note(0);
  }

  /**
   * The document as JSON, whose errors point into the YAML.
   *
   * @throws shippy.problem.ProblemException for text that is not YAML, or uses what is refused
   */
  static Document convert(Document yaml) {
    return new YamlToJson(yaml).converted();
  }

  private Document converted() {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(InputFile.MAX_BYTES).build();
    try {
      for (Event event : new Parse(settings).parseString(yaml.text())) {
        take(event);
      }
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().map(mark -> offset(mark.getIndex())).orElse(0);
      throw yaml.error(TextRange.token(yaml.text(), at), "not YAML: " + e.getProblem())
          .problem()
          .toException(e);
    } catch (YamlEngineException e) {
      throw Problem.of(ExitCode.BAD_INPUT, "%s: not YAML".formatted(yaml.name()))
          .withFact(String.valueOf(e.getMessage()).lines().findFirst().orElse(""))
          .toException(e);
    }
    int[] from = offsets.stream().mapToInt(Integer::intValue).toArray();
    int[] to = places.stream().mapToInt(Integer::intValue).toArray();
    return yaml.as(json.toString(), place -> to[floor(from, place)]);
  }

  private void take(Event event) {
    if (event instanceof AliasEvent) {
      throw refused(event, "an alias");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw refused(event, "an anchor");
    }
    switch (event.getEventId()) {
      case DocumentStart -> json.append(' ');
      case MappingStart -> begin(event, true);
      case SequenceStart -> begin(event, false);
      case MappingEnd -> end(event, '}');
      case SequenceEnd -> end(event, ']');
      case Scalar -> scalar((ScalarEvent) event);
      case Alias, Comment, DocumentEnd, StreamStart, StreamEnd -> {}
    }
  }

  private void begin(Event event, boolean mapping) {
    separate(event, false);
    append(event, mapping ? "{" : "[");
    open.push(new Container(mapping));
  }

  private void end(Event event, char bracket) {
    open.pop();
    append(event, String.valueOf(bracket));
  }

  private void scalar(ScalarEvent event) {
    if (event.getTag().isPresent()) {
      throw refused(event, "a tag");
    }
    boolean key = separate(event, true);
    String value = event.getValue();
    boolean plain = event.isPlain() && !key;
    if (plain && NULL.contains(value)) {
      append(event, "null");
    } else if (plain && BOOLEAN.contains(value)) {
      append(event, value.toLowerCase(Locale.ROOT));
    } else if (plain && NUMBER.matcher(value).matches()) {
      append(event, value);
    } else {
      append(event, FailedRecord.quoted(value));
    }
  }

  /** Writes the separator before a node, and returns whether the node is a key. */
  private boolean separate(Event event, boolean scalar) {
    Container parent = open.peek();
    if (parent == null) {
      return false;
    }
    boolean key = parent.expectsKey();
    if (key && !scalar) {
      throw refused(event, "a key that is not a text");
    }
    boolean value = parent.mapping && !key;
    json.append(value ? ":" : parent.nodes > 0 ? "," : "");
    parent.nodes++;
    return key;
  }

  private void append(Event event, String token) {
    note(event.getStartMark().map(Mark::getIndex).orElse(0));
    json.append(token);
    note(event.getEndMark().map(Mark::getIndex).orElse(0));
  }

  private void note(int index) {
    offsets.add(json.length());
    places.add(offset(index));
  }

  private RuntimeException refused(Event event, String what) {
    int at = offset(event.getStartMark().map(Mark::getIndex).orElse(0));
    return yaml.error(
        TextRange.token(yaml.text(), at), "%s (expected: plain values)".formatted(what));
  }

  /** YAML counts code points. Counting from the start for each place would take too long. */
  private int offset(int index) {
    int wanted = Math.min(index, length);
    offset = yaml.text().offsetByCodePoints(offset, wanted - codePoints);
    codePoints = wanted;
    return offset;
  }

  private static int floor(int[] sorted, int place) {
    int at = Arrays.binarySearch(sorted, place);
    return at >= 0 ? at : Math.max(0, -at - 2);
  }
}
