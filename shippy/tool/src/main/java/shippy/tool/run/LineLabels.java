package shippy.tool.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import shippy.process.Program;

/** The labels before the lines of each program: {@code "vessel | "}. Immutable. */
final class LineLabels {
  private static final String OWN = "shippy";
  private static final int[] COLOURS = {36, 33, 35, 34, 32, 96, 93, 95, 94, 92};

  private final Map<String, String> plain = new HashMap<>();
  private final Map<String, String> coloured = new HashMap<>();

  LineLabels(List<Program> programs) {
    int width = programs.stream().mapToInt(p -> p.name().length()).max().orElse(0);
    width = Math.max(width, OWN.length());
    add(OWN, width, 1);
    for (int i = 0; i < programs.size(); i++) {
      add(programs.get(i).name(), width, COLOURS[i % COLOURS.length]);
    }
  }

  /** The label of a program. */
  String of(Program program, boolean colour) {
    return label(program.name(), colour);
  }

  /** The label of shippy's own messages, in bold. */
  String own(boolean colour) {
    return label(OWN, colour);
  }

  private String label(String name, boolean colour) {
    return (colour ? coloured : plain).getOrDefault(name, "");
  }

  private void add(String name, int width, int colour) {
    String text = name + " ".repeat(width - name.length()) + " |";
    plain.put(name, text + " ");
    coloured.put(name, "\u001b[" + colour + "m" + text + "\u001b[0m ");
  }
}
