package shippy.consignment.cli.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import shippy.console.InputFile;
import shippy.problem.ProblemException;

/**
 * The records of all inputs of a command, in order. Whole documents are checked before the first
 * record is handed out; inputs of one record a line are read while their records are asked for. One
 * thread.
 */
public final class Inputs implements AutoCloseable {
  private static final Pattern LINES_NAME =
      Pattern.compile("\\.(?:jsonl|ndjson)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern RECORD_LINE = Pattern.compile("\\s*\\{.*}\\s*");
  private static final int FIRST_LINE = 1 << 20;

  private final List<Part> parts;
  private final Deque<Entry> peeked = new ArrayDeque<>();
  private boolean checked;
  private int current;

  /** What one argument names. */
  interface Part extends AutoCloseable {
    /** The next record; empty at the end. */
    Optional<Entry> next() throws IOException;

    /** How many bytes there are; 0 if that is not known. */
    long size();

    /** How many of them the records so far took. */
    long taken();

    @Override
    void close() throws IOException;
  }

  private Inputs(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * Reads whole documents and opens the others; {@code -} is standard input.
   *
   * @throws ProblemException if there is nothing to read or too much
   */
  public static Inputs open(List<String> arguments, InputStream stdin) {
    List<Part> parts = new ArrayList<>();
    for (String argument : arguments) {
      try {
        parts.add(part(argument, stdin));
      } catch (IOException e) {
        throw InputFile.unreadable(argument, e);
      }
    }
    return new Inputs(parts);
  }

  /**
   * The next record; empty when there is none left.
   *
   * @throws ProblemException if a whole document is wrong, before the first record
   */
  public Optional<Entry> next() {
    return peeked.isEmpty() ? read() : Optional.of(peeked.remove());
  }

  /**
   * The only record, if there is one and no other; empty, and all of them are still to come, if
   * not. To be asked first.
   *
   * @throws ProblemException like {@link #next}
   */
  public Optional<Entry> only() {
    Optional<Entry> first = read();
    Optional<Entry> second = read();
    if (first.isPresent() && second.isEmpty()) {
      return first;
    }
    first.ifPresent(peeked::add);
    second.ifPresent(peeked::add);
    return Optional.empty();
  }

  private Optional<Entry> read() {
    checkDocuments();
    while (current < parts.size()) {
      Optional<Entry> entry = next(parts.get(current));
      if (entry.isPresent()) {
        return entry;
      }
      current++;
    }
    return Optional.empty();
  }

  /** How much of the input the records so far took; empty if its size is not known. */
  public OptionalInt percent() {
    long size = parts.stream().mapToLong(Part::size).sum();
    long taken = parts.stream().mapToLong(Part::taken).sum();
    boolean known = parts.stream().noneMatch(part -> part.size() == 0);
    return known ? OptionalInt.of((int) Math.min(100, taken * 100 / size)) : OptionalInt.empty();
  }

  @Override
  public void close() {
    for (Part part : parts) {
      try {
        part.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // what was read is read
      }
    }
  }

  private void checkDocuments() {
    if (!checked) {
      checked = true;
      for (Part part : parts) {
        if (part instanceof Whole whole) {
          whole.check();
        }
      }
    }
  }

  private static Optional<Entry> next(Part part) {
    try {
      return part.next();
    } catch (IOException e) {
      throw InputFile.unreadable(part.toString(), e);
    }
  }

  /** Lines by its name, or by how it begins if it is a stream, whose name tells nothing. */
  private static Part part(String argument, InputStream stdin) throws IOException {
    InputFile file = Source.named(argument);
    BufferedInputStream in = new BufferedInputStream(file.open(stdin), 1 << 16);
    if (LINES_NAME.matcher(argument).find() || (file.isStream() && beginsWithRecord(in))) {
      return new Lines(file.name(), in, file.size());
    }
    try (in) {
      return new Whole(Source.read(file, in));
    }
  }

  /** Whether the first line is an object of its own, with as many braces closed as opened. */
  private static boolean beginsWithRecord(BufferedInputStream in) throws IOException {
    in.mark(FIRST_LINE);
    StringBuilder line = new StringBuilder();
    int b = in.read();
    for (; b >= 0 && line.length() < FIRST_LINE - 1; b = in.read()) {
      if (b == '\n' && !line.toString().isBlank()) {
        break;
      }
      line.append((char) b);
    }
    in.reset();
    return RECORD_LINE.matcher(line).matches()
        && line.chars().filter(c -> c == '{').count() == line.chars().filter(c -> c == '}').count();
  }

  /** A document that was read at once. */
  private static final class Whole implements Part {
    private final Source source;
    private final long size;
    private Iterator<Entry.Good> entries = List.<Entry.Good>of().iterator();
    private int count;
    private int handedOut;

    Whole(Source source) {
      this.source = source;
      this.size = Math.max(1, source.bytes().length);
    }

    void check() {
      List<Entry.Good> all = ConsignmentReader.read(source);
      count = all.size();
      entries = all.iterator();
    }

    @Override
    public Optional<Entry> next() {
      if (!entries.hasNext()) {
        return Optional.empty();
      }
      handedOut++;
      return Optional.of(entries.next());
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public long taken() {
      return count == 0 ? size : size * handedOut / count;
    }

    @Override
    public void close() {}
  }
}
