package shippy.shell.completion;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Invocation;
import shippy.problem.ProblemText;
import shippy.shell.Line;

/**
 * A line of bash, zsh or fish up to the cursor.
 *
 * @param before its words after the name of the program
 * @param typed the beginning of the last word
 */
record TypedLine(CommandSpec root, List<String> before, String typed) {
  private static final Set<String> FILES = Set.of("FILE", "JAR", "FOLDER");

  /** Stands for all names of files, which the shell itself completes best. */
  private static final Choice FILE = Choice.start("", "", "files");

  static TypedLine of(String text, CommandSpec root) {
    List<Line> lines = Line.parse(text);
    List<Line.Word> words = lines.get(lines.size() - 1).words();
    boolean begun = words.size() > 1 && words.get(words.size() - 1).end() == text.length();
    int last = words.size() - (begun ? 1 : 0);
    return new TypedLine(
        root,
        words.subList(Math.min(1, last), last).stream().map(Line.Word::text).toList(),
        begun ? words.get(last).text() : "");
  }

  /** What may come next. Names that cannot be had in time are left out. */
  List<Choice> choices(RunningNames names, Invocation call) {
    boolean[] files = {false};
    Choices values =
        (argument, word) -> {
          if (argument.userObject() instanceof Setting<?> setting && !isFile(argument)) {
            return SettingChoices.of(setting);
          }
          files[0] |= isFile(argument);
          return files[0] ? List.of() : inTime(call, () -> running(names, call).of(argument, word));
        };
    List<Choice> choices = new Completion(root, values).of(before, typed);
    return files[0] ? List.of(FILE) : choices.stream().filter(TypedLine::isSafe).toList();
  }

  private static boolean isSafe(Choice choice) {
    return choice.value().codePoints().noneMatch(ProblemText::isUnsafe);
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.userObject() instanceof Setting<?> setting
        ? setting.name().matches(".*_(file|dir)")
        : FILES.contains(argument.paramLabel());
  }

  /** With the settings that the line has so far. */
  private Choices running(RunningNames names, Invocation call) {
    Map<String, String> flags = new HashMap<>();
    for (String word : before) {
      int equals = word.indexOf('=');
      OptionSpec option = equals < 0 ? null : root.findOption(word.substring(0, equals));
      if (option != null && option.userObject() instanceof Setting<?> setting) {
        flags.put(setting.name(), word.substring(equals + 1));
      }
    }
    Config config = Config.load(flags, call.io().env(), List.of()).inContext();
    return names.choices(
        new Invocation(call.io(), LiveConfig.fixed(config), call.output()), before);
  }

  /** Ignores failures while the user is typing: the command itself will report them. */
  private static List<Choice> inTime(Invocation call, Supplier<List<Choice>> question) {
    Duration limit = call.config().get(Settings.CLIENT_REQUEST_TIMEOUT);
    CompletableFuture<List<Choice>> answer =
        CompletableFuture.supplyAsync(
            question, task -> DaemonThreads.named("shippy-completion").newThread(task).start());
    try {
      return Deadline.within(limit, answer, Clock.system()) ? answer.join() : List.of();
    } catch (CompletionException e) {
      return List.of();
    }
  }
}
