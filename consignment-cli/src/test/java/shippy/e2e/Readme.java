package shippy.e2e;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the README and the pages that it links to tell the reader to do, in order. In {@code
 * console} blocks a line {@code $ …} is a command and the lines after it are its output, where
 * {@code …} stands for anything.
 */
record Readme(List<Step> steps) {
  private static final Pattern PIECE =
      Pattern.compile(
          "(?ms)^```(console|java)\\n(.*?)^```$|^(## )|^<!-- test: stop everything -->$");
  private static final Pattern PAGE = Pattern.compile("\\]\\(([\\w/-]+/README\\.md)[)#]");
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (.*)\\n((?:(?!\\$ ).*\\n)*)");
  private static final Pattern EXIT = Pattern.compile("(?m)^\\[exit (\\d+)]\\n");

  /** Something to do. */
  sealed interface Step {}

  /** A shell command, what it prints and its exit code. */
  record Command(String line, String output, int exitCode) implements Step {
    /** Whether it stays in the foreground of a terminal, or says itself that it does not. */
    boolean staysRunning() {
      return line.startsWith("make run") || line.endsWith("&");
    }

    /** Whether it is the short demo. */
    boolean isDemo() {
      return line.startsWith("make demo ");
    }

    /** Whether it is for a cluster of Kubernetes; {@link ManifestIT} has one. */
    boolean isForCluster() {
      return line.contains("kubectl ") || line.contains("/kustomize/");
    }

    /** Whether it builds images; {@link ImageIT} does. */
    boolean buildsImages() {
      return line.startsWith("make images");
    }

    /** The output as an expression; a line of its own that says … is any number of lines. */
    Pattern pattern() {
      return Pattern.compile(
          output
              .lines()
              .map(l -> l.equals("…") ? "(?s:.*?)" : "\\h*" + quoted(l.strip()) + "\\h*\\n")
              .collect(joining()));
    }

    /** Words as they are with any space between, anything for …. */
    private static String quoted(String line) {
      return Arrays.stream(line.split("…", -1)).map(Command::words).collect(joining(".*?"));
    }

    private static String words(String part) {
      return Arrays.stream(part.strip().split("\\h+", -1))
          .map(Pattern::quote)
          .collect(joining("\\h+"));
    }
  }

  /** A Java source file. */
  record Source(String text) implements Step {
    String className() {
      Matcher m = Pattern.compile("public class (\\w+)").matcher(text);
      if (!m.find()) {
        throw new AssertionError("no public class in: " + text);
      }
      return m.group(1);
    }
  }

  /** The services of before are to be gone from here on. */
  record StopEverything() implements Step {}

  /** What follows is done in the folder of the checkout. */
  record NewSection() implements Step {}

  /** A page begins: the sample services are to run from here on, and nothing else. */
  record NewPage() implements Step {}

  /** Those of this checkout. */
  static Readme read() throws IOException {
    String readme = Files.readString(Sandbox.ROOT.resolve("README.md"));
    List<Step> steps = new ArrayList<>(steps(readme));
    for (String page :
        new TreeSet<>(PAGE.matcher(readme).results().map(m -> m.group(1)).toList())) {
      steps.add(new NewPage());
      steps.addAll(steps(Files.readString(Sandbox.ROOT.resolve(page))));
    }
    return new Readme(steps);
  }

  private static List<Step> steps(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      if (piece.group(3) != null) {
        steps.add(new NewSection());
      } else if (piece.group(1) == null) {
        steps.add(new StopEverything());
      } else if (piece.group(1).equals("java")) {
        steps.add(new Source(piece.group(2)));
      } else {
        steps.addAll(commands(piece.group(2)));
      }
    }
    return steps;
  }

  /** The short demo. */
  Command demo() {
    return commands().stream().filter(Command::isDemo).findFirst().orElseThrow();
  }

  /** All commands, in order. */
  List<Command> commands() {
    return steps.stream()
        .flatMap(step -> step instanceof Command command ? Stream.of(command) : Stream.of())
        .toList();
  }

  private static List<Step> commands(String block) {
    List<Step> commands = new ArrayList<>();
    Matcher m = COMMAND.matcher(block);
    while (m.find()) {
      Matcher exit = EXIT.matcher(m.group(2));
      int code = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
      commands.add(new Command(m.group(1), EXIT.matcher(m.group(2)).replaceAll(""), code));
    }
    return commands;
  }
}
