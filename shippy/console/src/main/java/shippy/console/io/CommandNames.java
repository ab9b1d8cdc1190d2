package shippy.console.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How our programs are called where this process runs. Texts write {@code shippy list} and {@code
 * make run}; this makes commands of them that can be pasted. Immutable.
 *
 * @param script how the start script was called, or empty
 * @param classPath of this process: one jar if it was started by {@code java -jar}
 * @param inShell whether what is printed is pasted into our own shell
 * @param here the working directory
 */
record CommandNames(String script, String classPath, boolean inShell, Path here) {
  /** The variable that our shell sets for its commands. */
  static final String IN_SHELL = "SHIPPY_SHELL";

  private static final String TOOL = "shippy";
  private static final Map<String, String> MODULES =
      Map.of(TOOL, "shippy/tool", "consignment-cli", "consignment-cli");

  /** A command, not a name in a sentence: it begins a line, an example or something in quotes. */
  private static final String BEFORE = "(?<=\\A|^ {1,12}|  |['(`]|[:;|] |see |[A-Z]=\\S{0,99} )";

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)"
              + BEFORE
              + "(?:(shippy|consignment-cli)(?= [a-zA-Z<\\[@./-]|$)( ?)|make (run|stop|demo|build|reset)\\b)");

  /** Other programs that a fix may call, which our shell cannot. */
  private static final Pattern SYSTEM =
      Pattern.compile(
          "(apt|df|etcd|etcdctl|findmnt|iptables|ls|mount|openssl|psql|sqlite3|systemctl|timedatectl) ");

  /** An example and what it does. */
  private static final Pattern EXAMPLE = Pattern.compile("( +)(\\S.*?) {2,}(\\S.*)");

  static CommandNames of(Map<String, String> env) {
    return new CommandNames(
        System.getProperty("shippy.command", ""),
        System.getProperty("java.class.path", ""),
        env.containsKey(IN_SHELL),
        Path.of("").toAbsolutePath());
  }

  /** The text with its commands as they are called here. */
  String in(String text) {
    String called =
        COMMAND.matcher(text).replaceAll(found -> Matcher.quoteReplacement(called(text, found)));
    if (!inShell) {
      return called;
    }
    String typed = called.replaceFirst("\\A(See ')?--help\\b", "$1help");
    return SYSTEM.matcher(typed).lookingAt() ? elsewhere(typed) : typed;
  }

  /** Help, where a longer command leaves no room for what it does beside it. */
  String inHelp(String text) {
    StringBuilder help = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      Matcher example = EXAMPLE.matcher(line.stripTrailing());
      String called = example.matches() ? in(example.group(1) + example.group(2)) : line;
      boolean longer = example.matches() && called.length() > example.end(2);
      if (!called.isBlank() || line.isBlank()) {
        help.append(longer ? in(example.replaceFirst("$1$2\n$1    $3")) + "\n" : in(line));
      }
    }
    return help.toString();
  }

  private String called(String text, MatchResult found) {
    String name = found.group(1);
    if (name == null) {
      return make(found.group(3));
    }
    boolean ofShell = !name.equals(TOOL) || text.startsWith("doctor", found.end());
    return inShell && ofShell ? "" : elsewhere(outside(name) + found.group(2));
  }

  /** The makefile of the checkout is not everywhere; empty if it is nowhere. */
  private String make(String target) {
    Path makefile = root(Path.of(classPath)).resolve("Makefile").normalize();
    if (Files.exists(here.resolve("Makefile")) && Files.exists(here.resolve("vessel-service"))) {
      return elsewhere("make " + target);
    }
    if (target.matches("run|stop")) {
      return elsewhere(outside(TOOL) + " " + target);
    }
    boolean checkout = script.isEmpty() && Files.exists(here.resolve(makefile));
    return checkout
        ? elsewhere("make -C %s %s".formatted(quoted(String.valueOf(makefile.getParent())), target))
        : "";
  }

  private String elsewhere(String command) {
    return inShell ? "in another terminal: " + command : command;
  }

  private String outside(String name) {
    if (!script.isEmpty()) {
      return quoted(script.substring(0, script.lastIndexOf('/') + 1) + name);
    }
    boolean jar = classPath.endsWith(".jar") && !classPath.contains(":");
    return jar ? beside(Path.of(classPath), name) : name;
  }

  /** All jars lie together, or each in the folder of its module. */
  private String beside(Path own, String name) {
    String file = name + ".jar";
    Path built = root(own).resolve(MODULES.getOrDefault(name, "")).resolve("target").resolve(file);
    Path packed = own.resolveSibling(file);
    Path there = Files.exists(here.resolve(packed)) ? packed : built.normalize();
    return Files.exists(here.resolve(there)) ? "java -jar " + quoted(there.toString()) : name;
  }

  /** The checkout that a jar was built in. */
  private static Path root(Path jar) {
    String name = String.valueOf(jar.getFileName()).replace(".jar", "");
    String upwards = MODULES.getOrDefault(name, "").replaceAll("[^/]+", "..");
    return jar.resolveSibling(upwards + "/..");
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
