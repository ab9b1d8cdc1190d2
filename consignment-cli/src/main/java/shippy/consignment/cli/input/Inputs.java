package shippy.consignment.cli.input;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import shippy.console.io.InputFile;
import shippy.problem.ProblemException;

/**
 * The records of all inputs of a command, in order. Whole documents are checked before the first
 * record is handed out; inputs of one record a line are read while their records are asked for. One
 * thread.
 */
public final class Inputs implements AutoCloseable {
  private static final Pattern LINES_NAME =
      Pattern.compile("\\.(?:jsonl|ndjson)$", Pattern.CASE_INSENSITIVE);

  /** Of bytes: a {@code .} would end at 0x85, which is part of many characters in UTF-8. */
  private static final Pattern RECORD_LINE = Pattern.compile("\\{[^\\r]*}\\s*");

  private static final int FIRST_LINE = 1 << 20;

  private final List<Part> parts;
  private final Deque<Entry> peeked = new ArrayDeque<>();
  private boolean checked;
  private int current;

  /** What one argument names. */
  interface Part extends AutoCloseable {
    /** Reads it to its end, if it is to be checked as a whole. */
    default void check() {}

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
   * The record, if there is exactly one; else {@link #next} still returns all. Call this first.
   *
   * @throws ProblemException like {@link #next}
   */
  public Optional<Entry> only() {
    Stream.of(read(), read()).flatMap(Optional::stream).forEach(peeked::add);
    return peeked.size() == 1 ? Optional.of(peeked.remove()) : Optional.empty();
  }

  private Optional<Entry> read() {
    if (!checked) {
      checked = true;
      parts.forEach(Part::check);
    }
    for (; current < parts.size(); current++) {
      Part part = parts.get(current);
      try {
        Optional<Entry> entry = part.next();
        if (entry.isPresent()) {
          return entry;
        }
      } catch (IOException e) {
        throw InputFile.unreadable(part.toString(), e);
      }
    }
    return Optional.empty();
  }

  /** The share of the input that the records so far took; empty if its size is not known. */
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

  /** A file has records line by line if its name says so; a stream, if its first line is one. */
  private static Part part(String argument, InputStream stdin) throws IOException {
    InputFile file = named(argument);
    BufferedInputStream in = new BufferedInputStream(file.open(stdin), 1 << 16);
    if (LINES_NAME.matcher(argument).find() || (file.isStream() && beginsWithRecord(in))) {
      return new LineInput(file.name(), in, file.size());
    }
    try (in) {
      return new DocumentInput(file.name(), InputFile.read(file.name(), in), file.isStream());
    }
  }

  /** The file that the argument names. For a folder, the error tells how to name its files. */
  private static InputFile named(String argument) {
    try {
      return InputFile.of(argument);
    } catch (ProblemException e) {
      if (!new File(argument).isDirectory()) { // unlike a Path, of any name
        throw e;
      }
      String all = argument.replaceFirst("/*$", "/*.json");
      throw e.problem().withFix("consignment-cli create " + all, "every one in it").toException(e);
    }
  }

  /** Whether the first line is an object of its own, with as many braces closed as opened. */
  private static boolean beginsWithRecord(BufferedInputStream in) throws IOException {
    in.mark(FIRST_LINE);
    StringBuilder line = new StringBuilder();
    int b = in.read();
    for (int left = FIRST_LINE - 1; b >= 0 && left > 0; left--, b = in.read()) {
      if (b == '\n' && !line.isEmpty()) {
        break;
      }
      if (!line.isEmpty() || !Character.isWhitespace(b)) {
        line.append((char) b);
      }
    }
    in.reset();
    return RECORD_LINE.matcher(line).matches()
        && line.chars().filter(c -> c == '{').count() == line.chars().filter(c -> c == '}').count();
  }
}
