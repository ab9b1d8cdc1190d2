package shippy.console.output;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import shippy.problem.ProblemText;

/**
 * YAML in block style, with no control character in it but line feeds. Texts that a reader, also
 * one of YAML 1.1, could take for something else are in double quotes. Stateless.
 */
final class YamlText {
  /** The possessive {@code *+} keeps the match from recursing for each word. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][\\w./-]*(?: [\\w./-]+)*+");

  private static final Set<String> TAKEN =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
  private static final DumpSettings SETTINGS =
      DumpSettings.builder().setSplitLines(false).setUseUnicodeEncoding(true).build();

  private YamlText() {}

  /**
   * The document, with a final line feed.
   *
   * @param marked whether it begins with a line {@code ---}, as one of several
   */
  static String document(View.Json body, boolean marked) {
    List<Event> events = new ArrayList<>();
    events.add(new StreamStartEvent());
    events.add(new DocumentStartEvent(marked, Optional.empty(), Map.of()));
    JsonText.read(
        JsonText.line(body),
        json -> {
          for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            events.add(event(token, json.getText()));
          }
        });
    events.add(new DocumentEndEvent(false));
    events.add(new StreamEndEvent());
    String text = new Present(SETTINGS).emitToString(events.iterator());
    // YAML prints format characters as they are; here they stand in double quotes only.
    return ProblemText.escape(text, c -> (c > 0xffff ? "\\U%08x" : "\\u%04x").formatted(c));
  }

  private static Event event(JsonToken token, String text) {
    return switch (token) {
      case START_OBJECT ->
          new MappingStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK);
      case END_OBJECT -> new MappingEndEvent();
      case START_ARRAY ->
          new SequenceStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK);
      case END_ARRAY -> new SequenceEndEvent();
      case FIELD_NAME, VALUE_STRING ->
          scalar(text, isPlain(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          scalar(text, ScalarStyle.PLAIN);
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(token + " (expected: a token of a text)");
    };
  }

  private static Event scalar(String value, ScalarStyle style) {
    ImplicitTuple untagged = new ImplicitTuple(true, true);
    return new ScalarEvent(Optional.empty(), Optional.empty(), untagged, value, style);
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !TAKEN.contains(text.toLowerCase(Locale.ROOT));
  }
}
