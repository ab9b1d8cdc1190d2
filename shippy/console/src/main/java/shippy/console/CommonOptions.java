package shippy.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.output.OutputFormat;

/**
 * The options of every command, before or after its name: a flag for each setting, and how to show
 * results.
 */
final class CommonOptions {
  /** A program with results is quieter than a service. */
  static final Setting<Settings.LogLevel> LOG_LEVEL = Settings.LOG_LEVEL.orElse("warn");

  private static final Format<OutputFormat> FORMAT = Format.oneOf(OutputFormat.class);

  static final Setting<OutputFormat> OUTPUT =
      Setting.of("output", "table", "how to show results: " + FORMAT.expected(), FORMAT);

  private static final String NO_PAGER = "--no_pager";
  private static final String VERBOSE = "--verbose";
  private static final int AFTER_OWN_OPTIONS = 100;

  private final List<Setting<?>> settings;

  CommonOptions(List<Setting<?>> settings) {
    this.settings = settings.stream().<Setting<?>>map(s -> isLogLevel(s) ? LOG_LEVEL : s).toList();
  }

  /**
   * Reads every setting, so that a malformed one is an error whether this command needs it or not.
   *
   * @throws shippy.problem.ProblemException that says where the value came from
   */
  void check(Config config) {
    config.find(OUTPUT);
    settings.forEach(config::find);
  }

  /** All settings of a program and its commands: a settings file may have lines for any of them. */
  List<Setting<?>> known(CommandLine program) {
    return Stream.concat(settings.stream(), own(program)).toList();
  }

  private static Stream<Setting<?>> own(CommandLine command) {
    Stream<Setting<?>> own =
        command.getCommandSpec().options().stream()
            .filter(option -> !option.inherited())
            .flatMap(option -> setting(option).stream());
    return Stream.concat(
        own, command.getSubcommands().values().stream().flatMap(CommonOptions::own));
  }

  private static Optional<Setting<?>> setting(OptionSpec option) {
    return option.userObject() instanceof Setting<?> setting
        ? Optional.of(setting)
        : Optional.empty();
  }

  void addTo(CommandSpec root) {
    addOutput(root, option(OUTPUT, "-o", OUTPUT.flag()).build());
    addTo(root, settings);
    add(root, Settings.CONTEXT, Settings.CONTEXT.flag());
    root.addOption(
        flag("-v", VERBOSE)
            .description("show the causes of an error, and what else came with an answer")
            .build());
    root.addOption(flag(NO_PAGER).description("print long results without $PAGER (less)").build());
    root.addOption(flag("-h", "--help").usageHelp(true).description("show this help").build());
    root.addOption(flag("--version").versionHelp(true).description("show the version").build());
    addDashed(root);
  }

  /** A command whose {@code -o} is a file has the format as {@code --output} only. */
  private static void addOutput(CommandSpec command, OptionSpec output) {
    boolean taken = command.optionsMap().containsKey("-o");
    command.addOption(
        OptionSpec.builder(output)
            .names(taken ? new String[] {OUTPUT.flag()} : output.names())
            .scopeType(ScopeType.LOCAL)
            .inherited(command.parent() != null)
            .build());
    command.subcommands().values().stream()
        .distinct() // one with an alias stands there twice
        .forEach(sub -> addOutput(sub.getCommandSpec(), output));
  }

  /**
   * Accepts dashes for the underscores of options, which are go-micro's spelling; help hides it.
   */
  private static void addDashed(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      String dashed = option.longestName().replace('_', '-');
      if (!option.inherited() && !command.optionsMap().containsKey(dashed)) {
        command.addOption(OptionSpec.builder(option).names(dashed).hidden(true).build());
      }
    }
    command.subcommands().values().forEach(sub -> addDashed(sub.getCommandSpec()));
  }

  /** Whether the option, which is one of the program itself, is one of every command. */
  static boolean isOne(OptionSpec option) {
    return option.order() == AFTER_OWN_OPTIONS;
  }

  /** Compares names only: comparing records would cost time at each start. */
  private static boolean isLogLevel(Setting<?> setting) {
    return setting.name().equals(LOG_LEVEL.name());
  }

  /** Adds a flag for each of these settings; secrets have none. */
  static void addTo(CommandSpec command, List<? extends Setting<?>> settings) {
    settings.stream().filter(s -> !s.secret()).forEach(s -> add(command, s, s.flag()));
  }

  private static void add(CommandSpec root, Setting<?> setting, String... names) {
    root.addOption(option(setting, names).build());
  }

  private static OptionSpec.Builder option(Setting<?> setting, String... names) {
    String fallback = setting.fallback().map(text -> " (default: " + text + ")").orElse("");
    String text = setting.description() + fallback + " [$" + setting.variables().get(0) + "]";
    return option(names)
        .type(setting.isSwitch() ? boolean.class : String.class)
        .arity(setting.isSwitch() ? "0..1" : "1")
        .paramLabel("VALUE")
        .userObject(setting)
        .description(text.replace("%", "%%"));
  }

  private static OptionSpec.Builder flag(String... names) {
    return option(names).type(boolean.class).arity("0");
  }

  private static OptionSpec.Builder option(String... names) {
    return OptionSpec.builder(names).scopeType(ScopeType.INHERIT).order(AFTER_OWN_OPTIONS);
  }

  /**
   * The values of flags by setting name, given to the program or a subcommand; the last one counts.
   */
  static Map<String, String> given(ParseResult parsed) {
    Map<String, String> flags = new HashMap<>();
    levels(parsed)
        .flatMap(level -> level.matchedOptions().stream())
        .forEach(
            option ->
                setting(option)
                    .ifPresent(
                        s -> flags.put(s.name(), String.join(",", option.originalStringValues()))));
    return flags;
  }

  /** The format in which to report that these flags are wrong. */
  static OutputFormat wanted(Map<String, String> flags) {
    return OutputFormat.of(flags.getOrDefault(OUTPUT.name(), "")).orElse(OutputFormat.TABLE);
  }

  static boolean noPager(ParseResult parsed) {
    return levels(parsed).anyMatch(level -> level.hasMatchedOption(NO_PAGER));
  }

  static boolean verbose(ParseResult parsed) {
    return levels(parsed).anyMatch(level -> level.hasMatchedOption(VERBOSE));
  }

  private static Stream<ParseResult> levels(@Nullable ParseResult parsed) {
    return Stream.iterate(parsed, level -> level != null, ParseResult::subcommand);
  }
}
