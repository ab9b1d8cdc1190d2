package shippy.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Launches nothing and lets the test decide how programs end. */
final class FakeLauncher implements Launcher {
  final List<FakeChild> launched = new ArrayList<>();
  final List<String> signals = new ArrayList<>();
  boolean broken;

  @Override
  public Child launch(Program program, String id, Consumer<Exit> ended) throws IOException {
    if (broken) {
      throw new IOException("no such java");
    }
    FakeChild child = new FakeChild(program, id, ended, launched.size() + 1, signals);
    launched.add(child);
    return child;
  }

  List<String> names() {
    return launched.stream().map(child -> child.program().name()).toList();
  }

  FakeChild last() {
    return launched.get(launched.size() - 1);
  }

  record FakeChild(Program program, String id, Consumer<Exit> ended, long pid, List<String> signals)
      implements Child {
    @Override
    public void terminate() {
      signals.add("TERM " + program.name());
    }

    @Override
    public void kill() {
      signals.add("KILL " + program.name());
    }

    void end(int status) {
      ended.accept(new Exit(status, Optional.empty()));
    }
  }
}
