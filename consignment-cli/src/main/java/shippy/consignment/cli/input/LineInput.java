package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** An input of one record a line. It keeps one line in memory, however long the input is. */
final class LineInput implements Inputs.Part {
  /** A message, and the names, quotes and escapes of its JSON. */
  private static final int MAX_LINE = 2 * ConsignmentReader.MAX_MESSAGE_BYTES;

  private final String name;
  private final InputStream in;
  private final long size;
  private final Deque<Entry> ready = new ArrayDeque<>();
  private long taken;
  private int line;

  /** An input of that many bytes; 0 if that is not known. */
  LineInput(String name, InputStream in, long size) {
    this.name = name;
    this.in = in;
    this.size = size;
  }

  @Override
  public Optional<Entry> next() throws IOException {
    while (ready.isEmpty()) {
      Optional<byte[]> bytes = nextLine();
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      ready.addAll(entries(bytes.get()));
    }
    return Optional.of(ready.remove());
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long taken() {
    return taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  public String toString() {
    return name;
  }

  /** The next line without its end; one byte more than allowed if it is longer. */
  private Optional<byte[]> nextLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    line++;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      taken++;
      if (bytes.size() <= MAX_LINE) {
        bytes.write(b);
      }
    }
    taken++;
    return Optional.of(bytes.toByteArray());
  }

  private List<? extends Entry> entries(byte[] bytes) {
    String at = name + ":" + line;
    if (bytes.length > MAX_LINE) {
      String what = "%s: a line of more than %d bytes".formatted(at, MAX_LINE);
      return List.of(new Entry.Bad(at, Problem.of(ExitCode.BAD_INPUT, what), ""));
    }
    String text = new String(bytes, UTF_8);
    try {
      return text.isBlank()
          ? List.of()
          : ConsignmentReader.read(Document.decode(name, bytes, line));
    } catch (ProblemException e) {
      return List.of(new Entry.Bad(at, e.problem(), text));
    }
  }
}
