package shippy.console;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: examples (the footer) first, common options last, in declaration order. */
final class HelpStyle {
  private static final int NARROWEST = 55; // picocli takes no less
  private static final int WIDEST = 100;
  private static final List<String> SECTIONS =
      List.of(
          SECTION_KEY_SYNOPSIS_HEADING,
          SECTION_KEY_SYNOPSIS,
          SECTION_KEY_DESCRIPTION,
          SECTION_KEY_FOOTER_HEADING,
          SECTION_KEY_FOOTER,
          SECTION_KEY_COMMAND_LIST_HEADING,
          SECTION_KEY_COMMAND_LIST,
          SECTION_KEY_PARAMETER_LIST_HEADING,
          SECTION_KEY_PARAMETER_LIST,
          SECTION_KEY_OPTION_LIST_HEADING,
          SECTION_KEY_OPTION_LIST);

  private HelpStyle() {}

  static void apply(CommandLine command, Io io) {
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
    help.abbreviateSynopsis(true).sortOptions(false).optionListHeading("%nOptions:%n");
    help.commandListHeading("%nCommands:%n");
    help.parameterListHeading("%nArguments:%n");
    help.sectionKeys(SECTIONS);
    command.getSubcommands().values().forEach(HelpStyle::apply);
  }

  /** Of the jar the command came in. */
  private static String version(CommandLine command) {
    Package home = command.getCommandSpec().userObject().getClass().getPackage();
    return "%s %s (Java %s)"
        .formatted(
            command.getCommandSpec().root().name(),
            Optional.ofNullable(home.getImplementationVersion()).orElse("unpacked"),
            System.getProperty("java.version"));
  }
}
