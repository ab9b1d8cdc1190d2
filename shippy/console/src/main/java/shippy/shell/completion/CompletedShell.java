package shippy.shell.completion;

import java.nio.file.Path;
import shippy.problem.ProblemText;
import shippy.shell.Line;

/** A shell that completes our programs: what its script reads, and where that script lies. */
enum CompletedShell {
  BASH {
    @Override
    String shown(Choice choice) {
      return Line.quote(choice.value()) + (choice.whole() ? " " : "");
    }

    @Override
    Path place(Path data, String program) {
      return data.resolve("bash-completion/completions").resolve(program);
    }

    @Override
    String advice(Path file) {
      return "every new bash has it, if the package bash-completion is installed";
    }
  },
  ZSH {
    @Override
    String shown(Choice choice) {
      String value = choice.value().replace("\\", "\\\\").replace(":", "\\:");
      return (choice.whole() ? "+" : "-") + value + ":" + brief(choice);
    }

    @Override
    Path place(Path data, String program) {
      return data.resolve("zsh/site-functions").resolve("_" + program);
    }

    @Override
    String advice(Path file) {
      return "for every new zsh, put this before 'compinit' in ~/.zshrc: fpath+=(%s)"
          .formatted(file.getParent());
    }
  },
  FISH {
    @Override
    String shown(Choice choice) {
      return choice.value() + "\t" + brief(choice);
    }

    @Override
    Path place(Path data, String program) {
      return data.resolve("fish/vendor_completions.d").resolve(program + ".fish");
    }

    @Override
    String advice(Path file) {
      return "every new fish has it";
    }
  };

  /** A choice as a line for the script; without a value, that files are meant. */
  final String line(Choice choice) {
    return choice.value().isEmpty() ? ":files" : shown(choice);
  }

  /** The first part of a description: a line has room for no more. */
  private static String brief(Choice choice) {
    return ProblemText.clean(choice.description()).replaceFirst("[.:;] .*|\\.$", "");
  }

  abstract String shown(Choice choice);

  /** The file that it looks for, below the user's or the machine's data folder. */
  abstract Path place(Path data, String program);

  /** What is to be done after that file has been written. */
  abstract String advice(Path file);
}
