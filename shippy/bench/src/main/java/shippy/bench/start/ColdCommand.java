package shippy.bench.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.bench.report.Figures;
import shippy.clock.Clock;

/** A program that is started anew for each command. */
record ColdCommand(String javaHome, String name, List<String> program) {
  /**
   * Its last line is the shell's word for the time of all processes that it waited for, and of
   * theirs.
   */
  private static final String SCRIPT = "out=$(\"$@\" 2>&1) || { echo \"$out\"; exit 1; }; times";

  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  /** Runs it once, and adds the wall time and the processor time until its end. */
  void measure(String subject, List<String> arguments, Figures figures)
      throws IOException, InterruptedException {
    long start = Clock.system().nanoTime();
    double processor = run(arguments);
    figures.add(subject, name, "wall", (Clock.system().nanoTime() - start) / 1e9, "s");
    figures.add(subject, name, "processor", processor, "s");
  }

  /** The seconds of processor time that it took. */
  double run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
    command.addAll(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", javaHome);
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ":\n" + told);
    }
    double seconds = 0;
    Matcher time = TIME.matcher(told.substring(told.stripTrailing().lastIndexOf('\n') + 1));
    while (time.find()) {
      seconds += 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
    }
    return seconds;
  }
}
