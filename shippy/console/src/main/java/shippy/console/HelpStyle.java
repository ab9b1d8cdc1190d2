package shippy.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import shippy.console.io.IoStreams;

/**
 * How help looks: examples (the footer) first, then a command's own options in declaration order;
 * those of every command have a help of their own. A program with a header shows that instead, an
 * overview of its commands that fits on a screen.
 */
final class HelpStyle {
  private static final int NARROWEST = 55; // picocli takes no less
  private static final int WIDEST = 100;

  /** Mentions the common options, and in an overview the commands that it leaves out. */
  private static final String COMMON = "common";

  /** picocli's keys; the header and its own footer of exit codes are left out. */
  private static final List<String> SECTIONS =
      List.of(
          "synopsisHeading",
          "synopsis",
          "description",
          "footerHeading",
          "footer",
          "commandListHeading",
          "commandList",
          "parameterListHeading",
          "parameterList",
          "optionListHeading",
          "optionList",
          COMMON);

  private HelpStyle() {}

  static void apply(CommandLine command, IoStreams io) {
    Ansi ansi = io.colourOut() ? Ansi.ON : Ansi.OFF;
    command.setColorScheme(Help.defaultColorScheme(ansi));
    apply(command);
    // Asking for the width costs a process on a terminal: only when help is shown.
    command.setHelpFactory(
        (spec, colours) -> {
          int columns = io.screen().columns();
          spec.usageMessage().width(Math.max(NARROWEST, Math.min(WIDEST, columns)));
          return new Help(spec, colours);
        });
  }

  private static void apply(CommandLine command) {
    command.getCommandSpec().versionProvider(() -> new String[] {version(command)});
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    help.abbreviateSynopsis(true).sortOptions(false);
    help.commandListHeading("%nCommands:%n");
    help.parameterListHeading("%nArguments:%n");
    help.sectionKeys(hasOverview(command) ? List.of("header", COMMON) : SECTIONS);
    Map<String, IHelpSectionRenderer> sections = command.getHelpSectionMap();
    sections.put(
        "optionListHeading",
        shown -> own(shown.commandSpec()).isEmpty() ? "" : shown.createHeading("%nOptions:%n"));
    sections.put("optionList", shown -> shown.optionListExcludingGroups(own(shown.commandSpec())));
    sections.put(COMMON, HelpStyle::common);
    command.getSubcommands().values().forEach(HelpStyle::apply);
  }

  static boolean hasOverview(CommandLine command) {
    return command.getCommandSpec().usageMessage().header().length > 0;
  }

  /** Those that its help shows: all if the program has no {@code help options}. */
  private static List<OptionSpec> own(CommandSpec command) {
    boolean all = !explainsOptions(command);
    return command.options().stream()
        .filter(option -> !option.hidden() && (all || !isCommon(command, option)))
        .toList();
  }

  private static boolean explainsOptions(CommandSpec command) {
    return command.root().subcommands().containsKey("help");
  }

  private static boolean isCommon(CommandSpec command, OptionSpec option) {
    return option.inherited() || (command.parent() == null && CommonOptions.isOne(option));
  }

  /** The options of every command, in the words of help. */
  static String commonOptions(CommandLine program) {
    CommandSpec root = program.getCommandSpec();
    Help help = program.getHelpFactory().create(root, Help.defaultColorScheme(Ansi.OFF));
    return help.optionListExcludingGroups(
        root.options().stream()
            .filter(option -> !option.hidden() && isCommon(root, option))
            .toList());
  }

  private static String common(Help help) {
    CommandSpec command = help.commandSpec();
    if (!explainsOptions(command)) {
      return "";
    }
    String overview = String.join(" ", command.usageMessage().header());
    String more =
        command.subcommands().entrySet().stream()
            .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
            .filter(sub -> sub.getValue().getCommandName().equals(sub.getKey()))
            .map(Map.Entry::getKey)
            .filter(name -> !Pattern.compile("\\b%s\\b".formatted(name)).matcher(overview).find())
            .collect(Collectors.joining(", "));
    String left = overview.isEmpty() || more.isEmpty() ? "" : "More       %s%%n".formatted(more);
    return help.createHeading(
        left
            + "%%nOptions of every command, such as -o json: %s help options%%n"
                .formatted(command.root().name()));
  }

  /** The version of the jar that has the command. */
  private static String version(CommandLine command) {
    Package home = command.getCommandSpec().userObject().getClass().getPackage();
    return "%s %s (Java %s)"
        .formatted(
            command.getCommandSpec().root().name(),
            Optional.ofNullable(home.getImplementationVersion()).orElse("unpacked"),
            System.getProperty("java.version"));
  }
}
