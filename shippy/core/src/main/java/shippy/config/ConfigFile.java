package shippy.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/** Lines {@code key = value}; {@code #} starts a comment line. A missing file is an empty one. */
final class ConfigFile {
  private static final Pattern LINE = Pattern.compile("([^\\s=:]+)\\s*=\\s*(.*?)\\s*");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern FIRST_WORD = Pattern.compile("([\\w-]*).+");

  private ConfigFile() {}

  /** The values by setting name, each with its file and line. */
  static Map<String, Config.Origin> read(Path path, SettingNames names) {
    if (!Files.exists(path)) {
      return Map.of();
    }
    try {
      return parse(path, Files.readAllLines(path), names);
    } catch (IOException e) {
      throw Problem.of(ExitCode.CONFIG, "cannot read %s: %s".formatted(path, reason(e)))
          .withFix("ls -l " + path, "is it a readable text file?")
          .toException(e);
    }
  }

  private static Map<String, Config.Origin> parse(
      Path path, List<String> lines, SettingNames names) {
    Map<String, Config.Origin> values = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String source = path + ":" + (i + 1);
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
          throw malformed(source, line);
        }
        String key = m.group(1);
        Optional<String> meant = names.meant(key);
        if (meant.isPresent()) {
          throw misspelt(source + ":" + (lines.get(i).indexOf(key) + 1), key, meant.get());
        }
        if (!KEY.matcher(key).matches()) {
          throw malformed(source, line);
        }
        values.put(key, new Config.Origin(m.group(2), source));
      }
    }
    return values;
  }

  private static ProblemException misspelt(String place, String key, String meant) {
    Problem problem = Problem.of(ExitCode.CONFIG, "%s: \"%s\" is no setting".formatted(place, key));
    return Suggestion.add(problem, Optional.of(meant))
        .withFix("--help", "list all settings")
        .toException();
  }

  /** Shows the line's first word only: the rest may be a password. */
  private static ProblemException malformed(String source, String line) {
    String word = FIRST_WORD.matcher(line).replaceFirst("$1…");
    return Problem.of(ExitCode.CONFIG, "%s: \"%s\" (expected: key = value)".formatted(source, word))
        .toException();
  }

  /** Java's own messages for these are only a path or a number. */
  static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "not UTF-8 text";
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }
}
