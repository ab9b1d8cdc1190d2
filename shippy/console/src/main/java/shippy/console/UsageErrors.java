package shippy.console;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;

/** Explains usage errors, and suggests the nearest correct word. Stateless. */
final class UsageErrors {
  /** The longest list that fits into a line. The error names the help, which lists everything. */
  private static final int MAX_LIST = 76;

  /** picocli's two ways to say that an option takes no value. */
  private static final Pattern VALUE_OF_SWITCH =
      Pattern.compile(
          "Invalid value for option '(--[\\w-]+)': '(.*)' is not a boolean"
              + "|option '(-[\\w-]+).*' should be specified without '(.*)' parameter");

  private UsageErrors() {}

  static Problem problem(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(command, unmatched.getUnmatched().get(0));
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return usage(missing(missing.getMissing().get(0)));
    }
    String text = String.valueOf(e.getMessage());
    Matcher value = VALUE_OF_SWITCH.matcher(text);
    if (value.lookingAt()) {
      String option = value.group(1) == null ? value.group(3) : value.group(1);
      String given = value.group(2) == null ? value.group(4) : value.group(2);
      @Nullable OptionSpec named = command.optionsMap().get(option);
      boolean either = named != null && named.arity().max() > 0;
      return usage(
          "%s: \"%s\" (expected: %s)"
              .formatted(option, given, either ? "true or false" : "no value"));
    }
    return usage(text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1));
  }

  private static String missing(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      String name = option.longestName();
      return "%s: no value (expected: %s=%s)".formatted(name, name, option.paramLabel());
    }
    return "%s: nothing given (expected: %s)"
        .formatted(argument.paramLabel(), within(String.join(" ", argument.description())));
  }

  /** A sentence as a part of another one. */
  private static String within(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : sentence.substring(0, 1).toLowerCase(Locale.ROOT)
            + sentence.substring(1).replaceFirst("\\.$", "");
  }

  /** A group of commands was called as if it were a command. */
  static Problem missingSubcommand(CommandLine group) {
    CommandSpec command = group.getCommandSpec();
    return usage(
        "%s: no command (expected: %s)"
            .formatted(command.qualifiedName(), String.join(", ", listed(command))));
  }

  private static Problem unknown(CommandSpec command, String typed) {
    boolean option = typed.startsWith("-");
    String name = option ? typed.replaceFirst("=.*", "") : typed;
    Collection<String> candidates = option ? command.optionsMap().keySet() : commands(command);
    if (!option && candidates.isEmpty()) {
      return usage("unexpected argument: \"%s\"".formatted(name));
    }
    String kind = option ? "an option" : "a command";
    Problem problem =
        usage("\"%s\" is not %s of %s".formatted(name, kind, command.qualifiedName()));
    Problem suggested = Suggestion.add(problem, name, candidates);
    String all = "commands: " + String.join(", ", listed(command));
    return suggested.likely().isPresent() || option || all.length() > MAX_LIST
        ? suggested
        : problem.withFact(all);
  }

  private static Problem usage(String what) {
    return Problem.of(ExitCode.USAGE, what);
  }

  /** Without aliases. */
  private static List<String> listed(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(sub -> !sub.usageMessage().hidden())
        .map(CommandSpec::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> commands(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
