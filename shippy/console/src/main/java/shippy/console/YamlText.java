package shippy.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
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
 * YAML in block style, with no control character in it but line feeds. Texts that some reader, YAML
 * 1.1 included, could take for anything else are in double quotes. Stateless.
 */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][\\w./-]*(?: [\\w./-]+)*");
  private static final Set<String> TAKEN =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
  private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);
  private static final DumpSettings SETTINGS =
      DumpSettings.builder().setSplitLines(false).setUseUnicodeEncoding(true).build();

  private YamlText() {}

  /** The document, with a final line feed. */
  static String document(View.Json body) {
    return document(body, false);
  }

  /** The document after a line {@code ---}: one of several. */
  static String nextDocument(View.Json body) {
    return document(body, true);
  }

  private static String document(View.Json body, boolean marked) {
    StringBuilder text = new StringBuilder();
    Emitter emitter = new Emitter(SETTINGS, new Writer(text));
    emitter.emit(new StreamStartEvent());
    emitter.emit(new DocumentStartEvent(marked, Optional.empty(), Map.of()));
    JsonText.read(JsonText.line(body), json -> events(json, emitter));
    emitter.emit(new DocumentEndEvent(false));
    emitter.emit(new StreamEndEvent());
    return escapeControls(text);
  }

  private static void events(JsonParser json, Emitter emitter) throws IOException {
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      emitter.emit(event(token, json));
    }
  }

  private static Event event(JsonToken token, JsonParser json) throws IOException {
    return switch (token) {
      case START_OBJECT ->
          new MappingStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK);
      case END_OBJECT -> new MappingEndEvent();
      case START_ARRAY ->
          new SequenceStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK);
      case END_ARRAY -> new SequenceEndEvent();
      case FIELD_NAME, VALUE_STRING -> scalar(json.getText(), style(json.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          scalar(json.getText(), ScalarStyle.PLAIN);
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(token + " (expected: a token of a text)");
    };
  }

  private static Event scalar(String value, ScalarStyle style) {
    return new ScalarEvent(Optional.empty(), Optional.empty(), UNTAGGED, value, style);
  }

  private static ScalarStyle style(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !TAKEN.contains(text.toLowerCase(Locale.ROOT));
    return plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
  }

  /** YAML prints format characters as they are; here they stand in double quotes only. */
  private static String escapeControls(StringBuilder yaml) {
    StringBuilder out = new StringBuilder(yaml.length());
    yaml.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || !ProblemText.isUnsafe(c)) {
                out.appendCodePoint(c);
              } else {
                out.append((c > 0xffff ? "\\U%08x" : "\\u%04x").formatted(c));
              }
            });
    return out.toString();
  }

  private record Writer(StringBuilder text) implements StreamDataWriter {
    @Override
    public void write(String part) {
      text.append(part);
    }

    @Override
    public void write(String part, int offset, int length) {
      text.append(part, offset, offset + length);
    }
  }
}
