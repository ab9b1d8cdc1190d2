package shippy.shell.completion;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The position in a tree of commands after some words. Immutable.
 *
 * @param command the innermost command named
 * @param arguments how many arguments it has so far
 * @param awaiting an option whose value comes next
 */
record CommandPosition(CommandSpec command, int arguments, Optional<OptionSpec> awaiting) {
  static CommandPosition after(CommandSpec root, List<String> words) {
    CommandPosition position = new CommandPosition(root, 0, Optional.empty());
    for (String word : words) {
      position = position.then(word);
    }
    return position;
  }

  /** The command of that name that may come here. */
  Optional<CommandSpec> subcommand(String word) {
    boolean possible = arguments == 0 && awaiting.isEmpty();
    return Optional.ofNullable(possible ? command.subcommands().get(word) : null)
        .map(CommandLine::getCommandSpec);
  }

  /** The option that a word names, with or without its value. */
  Optional<OptionSpec> option(String word) {
    return Optional.ofNullable(command.findOption(word.replaceFirst("=.*", "")));
  }

  /** The argument that comes here. */
  Optional<PositionalParamSpec> argument() {
    return command.positionalParameters().stream()
        .filter(argument -> argument.index().contains(arguments))
        .findFirst();
  }

  CommandPosition then(String word) {
    if (awaiting.isPresent()) {
      return new CommandPosition(command, arguments, Optional.empty());
    }
    if (word.startsWith("-") && word.length() > 1) {
      boolean valueToCome = !word.contains("=");
      return new CommandPosition(
          command, arguments, option(word).filter(o -> valueToCome && o.arity().max() > 0));
    }
    return subcommand(word)
        .map(sub -> new CommandPosition(sub, 0, Optional.<OptionSpec>empty()))
        .orElseGet(() -> new CommandPosition(command, arguments + 1, Optional.empty()));
  }
}
