package shippy.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Where the results of one command go, in the format its user asked for. One thread. */
public final class Output {
  private final Io io;
  private final OutputFormat format;

  Output(Io io, OutputFormat format) {
    this.io = io;
    this.format = format;
  }

  /** The format the user asked for. */
  public OutputFormat format() {
    return format;
  }

  /** Shows a result. In JSON a command shows one, so that its output is one document. */
  public void show(View view) {
    switch (format) {
      case TABLE -> view.text(new Text(io));
      case JSON -> io.out().println(json(view::json));
    }
    io.out().flush();
  }

  /** A line for people, shown at once; nothing in other formats. */
  public void line(String line) {
    if (format == OutputFormat.TABLE) {
      new Text(io).line(line);
      io.out().flush();
    }
  }

  /** Writes JSON. */
  @FunctionalInterface
  interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }

  /** The document, indented by two blanks, with no control character in it but line feeds. */
  static String json(JsonBody body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new Indented());
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string writer does not fail
    }
    return escapeControls(text.toString());
  }

  /**
   * JSON allows U+007F to U+009F and the bidirectional marks as they are; a terminal obeys them.
   * Outside of strings there is no such character, so escaping them anywhere is right.
   */
  private static String escapeControls(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      int type = Character.getType(c);
      boolean harmful =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      if (harmful && c != '\n') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static final class Indented extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    Indented() {
      super(
          Separators.createDefaultInstance()
              .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator(""));
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      indentObjectsWith(lines);
      indentArraysWith(lines);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Indented();
    }
  }
}
