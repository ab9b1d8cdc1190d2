package shippy.doctor;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.config.Settings;
import shippy.console.Console;
import shippy.console.io.IoStreams;

/** A program with this one command, for tests that need a process. */
final class DoctorProgram {
  private DoctorProgram() {}

  public static void main(String... args) {
    CommandLine program = new CommandLine(new Root()).addSubcommand(DoctorCommand.command());
    System.exit(
        new Console(program, Settings.CALLER, IoStreams.system()).run(List.of(args)).number());
  }

  @Command(name = "program")
  private static final class Root {}
}
