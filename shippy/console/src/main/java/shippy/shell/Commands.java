package shippy.shell;

import java.util.List;
import picocli.CommandLine;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;

/** The commands of a program, to be run one after the other in one process. One thread. */
public interface Commands {
  /** A new tree of them, not used yet; its root is the program. */
  CommandLine tree();

  /** Runs one command. Nothing is thrown: what fails is on {@code io.err()} and in the code. */
  ExitCode run(List<String> words, IoStreams io);

  /** Whether a command has asked to leave. */
  boolean ended();
}
