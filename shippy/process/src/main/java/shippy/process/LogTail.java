package shippy.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import shippy.problem.ProblemText;

/** The end of a log file. Stateless. */
public final class LogTail {
  private LogTail() {}

  /** The last lines, fit for a terminal; if the file cannot be read, a line that says so. */
  public static List<String> of(Path log, int count) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().map(ProblemText::clean).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of("its output cannot be read: " + e);
    }
  }
}
