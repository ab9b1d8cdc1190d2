package shippy.shell.completion;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import shippy.config.DataDirectory;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** {@code completion bash|zsh|fish}. */
@Command(
    name = "completion",
    description = {
      "Print what makes the shell complete commands, options and names of '${ROOT-COMMAND-NAME}'.",
      "--install puts it where the shell looks, and says where that is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(${ROOT-COMMAND-NAME} completion bash)   # in this shell only",
      "  ${ROOT-COMMAND-NAME} completion zsh --install    # in every new zsh"
    })
public final class CompletionCommand implements Action {
  private final RunningNames names;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--install", description = "write it to a file of this user's")
  private boolean install;

  @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "The shell.")
  private String shell = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LINE",
      hidden = true,
      description = "a line that is being typed: print what may come next")
  private String line = "";

  /** A command for a program that completes these names of what is running. */
  public CompletionCommand(RunningNames names) {
    this.names = names;
  }

  @Override
  public ExitCode run(Invocation call) {
    CompletedShell wanted = shell();
    String program = spec.root().name();
    if (!line.isEmpty()) {
      TypedLine typed = TypedLine.of(line, spec.root());
      typed.choices(names, call).stream().map(wanted::line).forEach(call.io().out()::println);
      return ExitCode.OK;
    }
    String script = script(wanted, program);
    if (!install) {
      call.io().out().print(script);
      return ExitCode.OK;
    }
    Path file = wanted.place(data(call.io().env()), program);
    write(file, script);
    call.output().line("written to " + file);
    call.output().line(wanted.advice(file));
    return ExitCode.OK;
  }

  private CompletedShell shell() {
    try {
      return CompletedShell.valueOf(shell.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.of(
              ExitCode.USAGE, "shell: \"%s\" (expected: bash, zsh or fish)".formatted(shell))
          .toException(e);
    }
  }

  private static String script(CompletedShell shell, String program) {
    String name = "completion." + shell.name().toLowerCase(Locale.ROOT);
    try (InputStream template = CompletionCommand.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(template, name).readAllBytes(), UTF_8)
          .replace("FUNCTION", program.replace('-', '_'))
          .replace("PROGRAM", program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data(Map<String, String> env) {
    String xdg = env.getOrDefault("XDG_DATA_HOME", "");
    return xdg.isEmpty()
        ? DataDirectory.home(env)
            .map(home -> home.resolve(".local/share"))
            .orElseThrow(
                () ->
                    elsewhere(ExitCode.CONFIG, "no home directory to install it in").toException())
        : Path.of(xdg);
  }

  private void write(Path file, String script) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, script);
    } catch (IOException e) {
      throw elsewhere(ExitCode.FAILED, "cannot write %s: %s".formatted(file, e.getMessage()))
          .toException(e);
    }
  }

  private Problem elsewhere(ExitCode code, String what) {
    String print = "%s completion %s > FILE".formatted(spec.root().name(), shell);
    return Problem.of(code, what).withFix(print, "put it elsewhere, and source it");
  }
}
