package shippy.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete;
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

/** {@code shippy completion bash|zsh}. */
@Command(
    name = "completion",
    description = {
      "Print what makes the shell complete commands and options of 'shippy'.",
      "--install puts it where the shell looks, and says where that is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(shippy completion bash)    in this shell only",
      "  shippy completion bash --install    in every new bash",
      "  shippy completion zsh --install     in every new zsh"
    })
final class CompletionCommand implements Action {
  /** The shells that have a script. */
  enum Shell {
    BASH,
    ZSH
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--install", description = "write it to a file of this user's")
  private boolean install;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private String shell = "";

  @Override
  public ExitCode run(Invocation call) {
    Shell wanted = shell();
    String script = script(wanted);
    if (!install) {
      call.io().out().print(script);
      return ExitCode.OK;
    }
    Path file = place(wanted, call.io().env());
    write(file, script);
    call.output().line("written to " + file);
    call.output().line(advice(wanted, file));
    return ExitCode.OK;
  }

  private Shell shell() {
    try {
      return Shell.valueOf(shell.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.of(ExitCode.USAGE, "shell: \"%s\" (expected: bash or zsh)".formatted(shell))
          .toException(e);
    }
  }

  /** zsh reads bash's script, but needs a first line that says what it completes. */
  private String script(Shell wanted) {
    CommandSpec root = spec.root();
    String bash = AutoComplete.bash(root.name(), root.commandLine());
    return wanted == Shell.ZSH ? "#compdef " + root.name() + "\n" + bash : bash;
  }

  /** Where bash-completion looks for a command's script, and zsh once it is told to. */
  private Path place(Shell wanted, Map<String, String> env) {
    String xdg = env.getOrDefault("XDG_DATA_HOME", "");
    Path data = xdg.isEmpty() ? home(env) : Path.of(xdg);
    String name = spec.root().name();
    return switch (wanted) {
      case BASH -> data.resolve("bash-completion/completions").resolve(name);
      case ZSH -> data.resolve("zsh/site-functions").resolve("_" + name);
    };
  }

  private static Path home(Map<String, String> env) {
    return DataDirectory.home(env)
        .map(home -> home.resolve(".local/share"))
        .orElseThrow(
            () ->
                Problem.of(ExitCode.CONFIG, "no home directory to install it in")
                    .withFix("shippy completion bash > FILE", "put it elsewhere, and source it")
                    .toException());
  }

  private static void write(Path file, String script) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, script);
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot write %s: %s".formatted(file, e.getMessage()))
          .withFix("shippy completion bash > FILE", "put it elsewhere, and source it in ~/.bashrc")
          .toException(e);
    }
  }

  private static String advice(Shell wanted, Path file) {
    return switch (wanted) {
      case BASH -> "every new bash has it, if the package bash-completion is installed";
      case ZSH ->
          "for every new zsh, put this before 'compinit' in ~/.zshrc: fpath+=(%s)"
              .formatted(file.getParent());
    };
  }
}
