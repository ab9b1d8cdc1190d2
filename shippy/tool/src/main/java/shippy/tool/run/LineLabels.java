package shippy.tool.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import shippy.process.Program;

/** The labels before the lines of each program: {@code "vessel | "}. Immutable. */
final class LineLabels {
  private static final String OWN = "shippy";
  private static final int[] COLOURS = {36, 33, 35, 34, 32, 96, 93, 95, 94, 92};

  private final Map<String, Integer> colours = new HashMap<>();
  private final int width;

  LineLabels(List<Program> programs) {
    colours.put(OWN, 1);
    for (int i = 0; i < programs.size(); i++) {
      colours.put(programs.get(i).name(), COLOURS[i % COLOURS.length]);
    }
    width = colours.keySet().stream().mapToInt(String::length).max().orElse(0);
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
    String text = name + " ".repeat(width - name.length()) + " |";
    return colour ? "\u001b[" + colours.get(name) + "m" + text + "\u001b[0m " : text + " ";
  }
}
