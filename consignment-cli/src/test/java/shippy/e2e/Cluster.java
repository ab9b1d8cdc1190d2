package shippy.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/**
 * Several processes of both services in a sandbox, which ends them. Whatever is killed is started
 * again at once. Not for several threads.
 */
final class Cluster {
  private final List<Member> members = new ArrayList<>();

  /** Starts so many of each and returns when others can see them all. */
  Cluster(Sandbox sandbox, int vesselServices, int consignmentServices) {
    for (int i = 0; i < vesselServices; i++) {
      members.add(new Member("vessel-" + i, sandbox.program(Sandbox.VESSEL)));
    }
    for (int i = 0; i < consignmentServices; i++) {
      members.add(new Member("consignment-" + i, sandbox.program(Sandbox.CONSIGNMENT)));
    }
    awaitAll();
  }

  int size() {
    return members.size();
  }

  /** Kills one with SIGKILL, whatever it is doing, and starts another in its place. */
  void kill(int member) {
    members.get(member).kill();
  }

  /** Returns when all of them run and others can see them. */
  void awaitAll() {
    members.forEach(Member::await);
  }

  /** Writes what each process printed, dead or alive, into a file of its own. */
  void writeLogs(Path folder) throws IOException {
    for (Member member : members) {
      member.writeLogs(folder);
    }
  }

  private static final class Member {
    private final String name;
    private final CommandHarness program;
    private final List<RunningCommand> lives = new ArrayList<>();

    Member(String name, CommandHarness program) {
      this.name = name;
      this.program = program.env("JDK_JAVA_OPTIONS", Sandbox.LEAN);
      lives.add(program.start());
    }

    void await() {
      last().awaitLine("Registered node: ", Sandbox.START);
    }

    void kill() {
      last().kill();
      last().close();
      lives.add(program.start());
    }

    void writeLogs(Path folder) throws IOException {
      for (int i = 0; i < lives.size(); i++) {
        RunningCommand life = lives.get(i);
        Files.writeString(
            folder.resolve("%s.%03d.log".formatted(name, i)), life.stdout() + life.stderr());
      }
    }

    private RunningCommand last() {
      return lives.get(lives.size() - 1);
    }
  }
}
