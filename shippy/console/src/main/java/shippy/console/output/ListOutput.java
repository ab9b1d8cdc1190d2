package shippy.console.output;

import java.io.PrintStream;
import java.util.stream.Stream;

/** A document with one list that is written element by element. One thread. */
public final class ListOutput {
  /** Elements that come at once are written in pieces of about so many characters. */
  private static final int PIECE = 32 * 1024;

  private final Output output;
  private final PrintStream out;
  private final String name;
  private final StringBuilder piece = new StringBuilder();
  private boolean begun;

  ListOutput(Output output, PrintStream out, String name) {
    this.output = output;
    this.out = out;
    this.name = name;
  }

  /** Writes the next element at once. */
  public void add(View.Item item) {
    append(item);
    flush();
  }

  /** Writes the next elements, several at a time; takes no more of them if nobody reads. */
  public void addAll(Stream<View.Item> items) {
    items
        .takeWhile(item -> !output.io().outIsLeft())
        .forEach(
            item -> {
              append(item);
              if (piece.length() >= PIECE) {
                flush();
              }
            });
  }

  private void append(View.Item item) {
    switch (output.format()) {
      case TABLE -> {}
      case JSON ->
          piece
              .append(begun ? ",\n" : "{\n  \"%s\": [\n".formatted(name))
              .append(JsonText.document(item.json()).indent(4).stripTrailing());
      case YAML ->
          piece
              .append(begun ? "" : name + ":\n")
              .append("- ")
              .append(YamlText.document(item.json(), false).indent(2).substring(2));
      case JSONL -> piece.append(JsonText.line(item.json())).append('\n');
      case NAME -> piece.append(Output.nameLine(item.name()));
    }
    begun = true;
  }

  /** Whether it has no element yet. */
  public boolean isEmpty() {
    return !begun;
  }

  /** Ends the list. */
  public void end() {
    end("");
  }

  /** Ends the list, and adds one field after it. */
  public void end(String field, boolean value) {
    end(
        switch (output.format()) {
          case JSON -> ",\n  \"%s\": %b".formatted(field, value);
          case YAML -> field + ": " + value + "\n";
          case TABLE, JSONL, NAME -> "";
        });
  }

  /**
   * Ends a list that something keeps from being whole: a document says {@code complete: false}
   * then. Nothing is written if there was no element yet.
   */
  public void breakOff() {
    if (begun) {
      end("complete", false);
    }
  }

  private void end(String last) {
    switch (output.format()) {
      case TABLE, JSONL, NAME -> {}
      case JSON ->
          piece
              .append(begun ? "\n  ]" : "{\n  \"%s\": []".formatted(name))
              .append(last)
              .append("\n}\n");
      case YAML -> piece.append(begun ? "" : name + ": []\n").append(last);
    }
    flush();
  }

  private void flush() {
    out.print(piece);
    out.flush();
    piece.setLength(0);
  }
}
