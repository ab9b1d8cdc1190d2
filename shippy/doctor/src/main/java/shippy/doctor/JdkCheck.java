package shippy.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import shippy.problem.Problem;

/** Checks the JVM that runs this program, and the one that {@code java} and {@code mvn} use. */
record JdkCheck(String running, Map<String, String> env) implements Check {
  private static final int OLDEST = 17;
  private static final Problem.Fix FIX =
      new Problem.Fix(
          "apt install openjdk-17-jdk",
          "or brew install openjdk@17; then put its bin first in PATH, JAVA_HOME if it is set");
  private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"");
  private static final Pattern VERSION = Pattern.compile("(?:1\\.)?(\\d{1,4}).*");

  @Override
  public String subject() {
    return "jdk";
  }

  @Override
  public List<Finding> look() {
    List<Finding> found = new ArrayList<>();
    found.add(judge(running, ""));
    home("JAVA_HOME").ifPresent(home -> add(home, " in JAVA_HOME", found));
    inPath().ifPresent(home -> add(home, " in PATH", found));
    return found;
  }

  /** Adds a row only for a JDK that is too old. */
  private void add(Path home, String where, List<Finding> found) {
    version(home)
        .map(version -> judge(version, where))
        .filter(row -> row.level() == Finding.Level.FAIL)
        .ifPresent(found::add);
  }

  private Finding judge(String version, String where) {
    Matcher m = VERSION.matcher(version);
    boolean old = m.matches() && Integer.parseInt(m.group(1)) < OLDEST;
    String detail = "Java %s%s (needed: %d or newer)".formatted(version, where, OLDEST);
    return old ? fail(detail, FIX) : pass(detail);
  }

  private Optional<Path> home(String variable) {
    String text = env.getOrDefault(variable, "");
    return text.isEmpty() ? Optional.empty() : path(text);
  }

  /** The home of the first {@code java} in the path, through all links. */
  private Optional<Path> inPath() {
    return Stream.of(env.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> path(directory).stream())
        .map(directory -> directory.resolve("java"))
        .filter(Files::isExecutable)
        .findFirst()
        .flatMap(JdkCheck::homeOf);
  }

  private static Optional<Path> homeOf(Path java) {
    try {
      return Optional.ofNullable(java.toRealPath().getParent()).map(Path::getParent);
    } catch (IOException e) {
      LoggerFactory.getLogger(JdkCheck.class).debug("no home of {}", java, e);
      return Optional.empty();
    }
  }

  /** The version in the {@code release} file; empty if there is none. */
  private static Optional<String> version(Path home) {
    try {
      Matcher m = RELEASE.matcher(Files.readString(home.resolve("release")));
      return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    } catch (IOException e) {
      LoggerFactory.getLogger(JdkCheck.class).debug("no release file in {}", home, e);
      return Optional.empty();
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
