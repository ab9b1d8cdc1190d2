package shippy.tool.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * JSON documents, one after another, each as soon as it has been read: from a pipe or a keyboard.
 * One thread.
 */
final class JsonDocuments implements Iterator<String> {
  private static final int MAX_CHARS = 4 * 1024 * 1024;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String name;
  private final JsonParser json;
  private int number;
  private Optional<String> next = Optional.empty();

  /** {@code name} is that of the input, for errors. */
  JsonDocuments(String name, InputStream in) {
    this.name = name;
    try {
      this.json = FACTORY.createParser(in);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty()) {
      next = read();
    }
    return next.isPresent();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String document = next.orElseThrow();
    next = Optional.empty();
    return document;
  }

  private Optional<String> read() {
    try {
      if (json.nextToken() == null) {
        return Optional.empty();
      }
      number++;
      return Optional.of(document());
    } catch (JsonProcessingException e) {
      throw Problem.of(
              ExitCode.BAD_INPUT,
              "%s:%d:%d: no JSON: %s"
                  .formatted(
                      name,
                      e.getLocation().getLineNr(),
                      e.getLocation().getColumnNr(),
                      e.getOriginalMessage()))
          .toException(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String document() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = FACTORY.createGenerator(text)) {
      int depth = 0;
      do {
        copy.copyCurrentEventExact(json);
        depth += json.currentToken().isStructStart() ? 1 : 0;
        depth -= json.currentToken().isStructEnd() ? 1 : 0;
        if (text.getBuffer().length() > MAX_CHARS) {
          throw tooLong();
        }
      } while (depth > 0 && json.nextToken() != null);
    }
    return text.toString();
  }

  private ProblemException tooLong() {
    return Problem.of(ExitCode.BAD_INPUT, "%s: document %d: over 4 MiB".formatted(name, number))
        .toException();
  }

  private ProblemException unreadable(IOException e) {
    return Problem.of(ExitCode.NO_INPUT, "%s: cannot be read".formatted(name)).toException(e);
  }
}
