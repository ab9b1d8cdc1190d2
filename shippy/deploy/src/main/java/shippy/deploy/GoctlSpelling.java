package shippy.deploy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Accepts {@code -requestCpu} and {@code --requestCpu} for {@code --request_cpu}. Stateless. */
final class GoctlSpelling {
  private static final Pattern NEXT_WORD = Pattern.compile("_([a-z])");

  private GoctlSpelling() {}

  static void addTo(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      String word =
          NEXT_WORD
              .matcher(option.longestName().replaceFirst("^--", ""))
              .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
      String[] names =
          Stream.of("-" + word, "--" + word)
              .filter(name -> !command.optionsMap().containsKey(name) && word.length() > 2)
              .toArray(String[]::new);
      if (names.length > 0) {
        command.addOption(OptionSpec.builder(option).names(names).hidden(true).build());
      }
    }
    command.subcommands().values().forEach(sub -> addTo(sub.getCommandSpec()));
  }
}
