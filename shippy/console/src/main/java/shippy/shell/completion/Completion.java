package shippy.shell.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;
import shippy.shell.HelpCommand;

/** What may be typed next, by a tree of commands and what the program knows. Immutable. */
public record Completion(CommandSpec root, Choices choices) {
  /** The choices for a word that begins as typed, after other words. */
  public List<Choice> of(List<String> before, String typed) {
    CommandPosition position = CommandPosition.after(root, before);
    if (position.awaiting().isPresent()) {
      return starting(typed, values(position.awaiting().get(), typed));
    }
    int equals = typed.indexOf('=');
    if (typed.startsWith("--") && equals > 0) {
      return attached(position.option(typed), typed.substring(0, equals + 1), typed);
    }
    if (typed.matches("-[^-].*")) {
      return shortOption(position, before, typed);
    }
    List<Choice> all = new ArrayList<>(typed.startsWith("-") ? List.of() : words(position, typed));
    if (typed.startsWith("-") || all.isEmpty()) {
      all.addAll(options(position.command(), before, typed.isEmpty()));
    }
    return starting(typed, all);
  }

  /** An option of one letter: itself, or values if one is attached to it. */
  private List<Choice> shortOption(CommandPosition position, List<String> before, String typed) {
    String name = typed.substring(0, 2);
    Optional<OptionSpec> option =
        position.option(name).filter(o -> o.isMultiValue() || !isGiven(o, before));
    if (typed.length() == 2) {
      return option
          .map(o -> List.of(Choice.of(name, firstLine(o.description()), "options")))
          .orElse(List.of());
    }
    return attached(option.filter(o -> o.arity().max() > 0), name, typed);
  }

  /** The values of an option that are attached to its name. */
  private List<Choice> attached(Optional<OptionSpec> option, String name, String typed) {
    String begun = typed.substring(name.length());
    Stream<Choice> values = option.stream().flatMap(o -> values(o, begun).stream());
    return starting(typed, values.map(choice -> choice.behind(name)).toList());
  }

  private static List<Choice> starting(String typed, List<Choice> choices) {
    return choices.stream().filter(choice -> choice.value().startsWith(typed)).toList();
  }

  /** Commands; arguments too once it is clear that no command is meant. */
  private List<Choice> words(CommandPosition position, String typed) {
    List<Choice> commands = position.arguments() > 0 ? List.of() : commands(position.command());
    boolean ambiguous = commands.stream().anyMatch(command -> command.value().startsWith(typed));
    return ambiguous
        ? commands
        : position.argument().map(argument -> values(argument, typed)).orElse(List.of());
  }

  private static List<Choice> commands(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(entry -> entry.getKey().equals(entry.getValue().getCommandName()))
        .map(entry -> entry.getValue().getCommandSpec())
        .filter(sub -> !sub.usageMessage().hidden())
        .map(sub -> Choice.of(sub.name(), firstLine(sub.usageMessage().description()), "commands"))
        .toList();
  }

  private List<Choice> values(ArgSpec argument, String typed) {
    if (isCommandName(argument)) {
      return commands(root);
    }
    boolean list = ",".equals(argument.splitRegex());
    String head = list ? typed.substring(0, typed.lastIndexOf(',') + 1) : "";
    List<Choice> fixed =
        Optional.ofNullable(argument.completionCandidates()).stream()
            .flatMap(values -> StreamSupport.stream(values.spliterator(), false))
            .map(value -> Choice.of(value, "", argument.paramLabel()))
            .toList();
    List<Choice> all =
        fixed.isEmpty() ? choices.of(argument, typed.substring(head.length())) : fixed;
    return all.stream().map(choice -> choice.behind(head)).toList();
  }

  private static boolean isCommandName(ArgSpec argument) {
    return argument.command().userObject() instanceof HelpCommand;
  }

  /** Options that are not given yet; with {@code ownOnly} only those of the command itself. */
  private static List<Choice> options(CommandSpec command, List<String> before, boolean ownOnly) {
    return command.options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
        .filter(option -> !ownOnly || !isCommon(option))
        .filter(option -> option.isMultiValue() || !isGiven(option, before))
        .map(Completion::choice)
        .toList();
  }

  private static boolean isGiven(OptionSpec option, List<String> before) {
    return before.stream()
        .map(word -> word.replaceFirst("=.*", ""))
        .anyMatch(word -> Arrays.asList(option.names()).contains(word));
  }

  private static Choice choice(OptionSpec option) {
    String text = firstLine(option.description());
    String group = isCommon(option) ? "options of every command" : "options";
    return option.arity().max() == 0
        ? Choice.of(option.longestName(), text, group)
        : Choice.start(option.longestName() + "=", text, group);
  }

  private static boolean isCommon(OptionSpec option) {
    return option.inherited() || option.scopeType() == ScopeType.INHERIT;
  }

  /** Without the variable of an option: there is no room for it. */
  private static String firstLine(String[] description) {
    return description.length == 0
        ? ""
        : description[0].replace("%%", "%").replaceFirst(" \\[\\$\\w+]$", "");
  }
}
