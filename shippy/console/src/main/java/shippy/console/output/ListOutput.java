package shippy.console.output;

import java.io.PrintStream;

/** A document with one list that is written element by element. One thread. */
public final class ListOutput {
  private final Output output;
  private final PrintStream out;
  private final String name;
  private boolean begun;

  ListOutput(Output output, PrintStream out, String name) {
    this.output = output;
    this.out = out;
    this.name = name;
  }

  /** Writes the next element at once. */
  public void add(View.Item item) {
    switch (output.format()) {
      case TABLE -> {}
      case JSON -> {
        out.print(begun ? ",\n" : "{\n  \"%s\": [\n".formatted(name));
        out.print(JsonText.document(item.json()).indent(4).stripTrailing());
      }
      case YAML -> {
        out.print(begun ? "" : name + ":\n");
        out.print("- " + YamlText.document(item.json(), false).indent(2).substring(2));
      }
      case JSONL -> out.println(JsonText.line(item.json()));
      case NAME -> output.name(item.name());
    }
    begun = true;
    out.flush();
  }

  /** Ends the list, and adds one field after it. */
  public void end(String field, boolean value) {
    switch (output.format()) {
      case TABLE, JSONL, NAME -> {}
      case JSON -> {
        out.print(begun ? "\n  ],\n" : "{\n  \"%s\": [],\n".formatted(name));
        out.print("  \"%s\": %b\n}\n".formatted(field, value));
      }
      case YAML -> {
        out.print(begun ? "" : name + ": []\n");
        out.print(field + ": " + value + "\n");
      }
    }
    out.flush();
  }
}
