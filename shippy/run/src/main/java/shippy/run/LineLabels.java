package shippy.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import shippy.process.Program;

/** The labels before the lines of each program: {@code "vessel | "}. Safe for any thread. */
final class LineLabels {
  private static final String OWN = "shippy";
  private static final int BOLD = 1;
  private static final int[] COLOURS = {36, 33, 35, 34, 32, 96, 93, 95, 94, 92};

  private final Map<String, Integer> colours = new ConcurrentHashMap<>();
  private volatile int width = OWN.length();

  LineLabels(List<Program> programs) {
    programs.forEach(program -> add(program.name()));
  }

  private synchronized void add(String name) {
    width = Math.max(width, name.length());
    colours.putIfAbsent(name, COLOURS[colours.size() % COLOURS.length]);
  }

  /** The label of a program. */
  String of(Program program, boolean colour) {
    if (!colours.containsKey(program.name())) {
      add(program.name());
    }
    return label(program.name(), colour);
  }

  /** The label of shippy's own messages, in bold. */
  String own(boolean colour) {
    return label(OWN, colour);
  }

  private String label(String name, boolean colour) {
    String text = name + " ".repeat(width - name.length()) + " |";
    return colour
        ? "\u001b[" + colours.getOrDefault(name, BOLD) + "m" + text + "\u001b[0m "
        : text + " ";
  }
}
