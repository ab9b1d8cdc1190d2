package shippy.console;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import shippy.console.io.IoStreams;

/** How help looks: examples (the footer) first, common options last, in declaration order. */
final class HelpStyle {
  private static final int NARROWEST = 55; // picocli takes no less
  private static final int WIDEST = 100;

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
          "optionList");

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
    help.abbreviateSynopsis(true).sortOptions(false).optionListHeading("%nOptions:%n");
    help.commandListHeading("%nCommands:%n");
    help.parameterListHeading("%nArguments:%n");
    help.sectionKeys(SECTIONS);
    command.getSubcommands().values().forEach(HelpStyle::apply);
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
