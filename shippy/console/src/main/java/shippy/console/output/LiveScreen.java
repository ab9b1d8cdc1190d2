package shippy.console.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import shippy.console.io.IoStreams;

/** Draws a result from the upper left corner of a terminal. Stateless. */
final class LiveScreen {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE_END = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private LiveScreen() {}

  /** Overwrites line by line, so that nothing flickers. Lines that do not fit are counted. */
  static void draw(IoStreams io, View view) {
    StringBuilder screen = new StringBuilder(HOME);
    fitting(lines(io, view), io.screen().rows())
        .forEach(line -> screen.append(line).append(CLEAR_LINE_END).append('\n'));
    io.out().print(screen.append(CLEAR_BELOW));
    io.out().flush();
  }

  /** The last line of the screen stays free: writing it would scroll. */
  static List<String> fitting(List<String> lines, int rows) {
    int room = Math.max(2, rows - 1);
    if (lines.size() <= room) {
      return lines;
    }
    List<String> top = new ArrayList<>(lines.subList(0, room - 1));
    top.add("… %d more lines".formatted(lines.size() - top.size()));
    return top;
  }

  private static List<String> lines(IoStreams io, View view) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, UTF_8)) {
      view.text(new Text(out, io.screen()));
    }
    return bytes.toString(UTF_8).lines().toList();
  }
}
