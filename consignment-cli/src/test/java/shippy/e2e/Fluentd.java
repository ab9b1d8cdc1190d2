package shippy.e2e;

import com.google.protobuf.Value;
import java.util.List;
import shippy.testkit.CommandHarness;
import shippy.testkit.FreePorts;
import shippy.testkit.RunningCommand;

/** A receiver of Fluentd's forward protocol, which acknowledges what it gets. */
final class Fluentd {
  private final CommandHarness program;
  private final int port = FreePorts.find(1).get(0);
  private RunningCommand running;

  /** Returns when it listens; it ends with the sandbox. */
  Fluentd(Sandbox sandbox) {
    program =
        sandbox.program(
            CommandHarness.program("node", Receivers.file("fluentd", "server.js").toString()));
    running = start();
  }

  /** For {@code --log_fluentd}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** What it has got since it was started last: tag, time and record of each event. */
  List<Value> events() {
    return running.stdout().lines().filter(l -> l.contains("\"tag\":")).map(Json::value).toList();
  }

  void kill() {
    running.kill();
    running.close();
  }

  /** Starts it on the same port. */
  void restart() {
    running = start();
  }

  private RunningCommand start() {
    RunningCommand started = program.start(Integer.toString(port));
    started.awaitLine("\"listening\":", Sandbox.START);
    return started;
  }
}
