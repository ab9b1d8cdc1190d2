package shippy.consignment.cli;

import java.io.PrintStream;
import java.util.Optional;
import shippy.clock.TimeOrderedIds;
import shippy.config.DataDirectory;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.shell.Script;
import shippy.shell.terminal.TerminalShell;

/** The program without arguments: a shell on a terminal, else commands from standard input. */
record CliShell(TimeOrderedIds ids) implements RootCommand.Alone {
  @Override
  public ExitCode run(Invocation call, boolean keepGoing) {
    IoStreams io = call.io();
    boolean terminal = io.screen().inIsTerminal() && io.screen().outIsTerminal();
    return terminal ? interactive(call) : script(call, keepGoing);
  }

  private ExitCode interactive(Invocation call) {
    welcome(call.io().out());
    Invocation own = new Invocation(call.io().inShell(), call.live(), call.output());
    try (Session session = Session.begin(own);
        SessionStatus situation = new SessionStatus(session)) {
      TerminalShell.run(
          new SessionCommands(session, ids),
          new SessionChoices(session, situation::services, SessionChoices.IN_SHELL),
          situation,
          DataDirectory.findOfUser(call.io().env()).map(folder -> folder.resolve("history")),
          call.io());
    }
    return ExitCode.OK;
  }

  /** Shown before any lookup. */
  private static void welcome(PrintStream out) {
    out.println("Consignments, from here to a vessel. Tab completes, help lists the commands,");
    out.println("exit or Ctrl-D leaves. Paste a consignment as JSON to create it.");
    out.flush();
  }

  private ExitCode script(Invocation call, boolean keepGoing) {
    try (Session session = Session.begin(call)) {
      Optional<ExitCode> code =
          Script.run(new SessionCommands(session, ids), "consignment-cli", call, keepGoing);
      if (code.isEmpty()) {
        call.io()
            .err()
            .println(call.io().hint("no commands on standard input; see consignment-cli --help"));
      }
      return code.orElse(ExitCode.OK);
    }
  }
}
