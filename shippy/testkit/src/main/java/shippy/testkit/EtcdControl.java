package shippy.testkit;

import java.util.ArrayList;
import java.util.List;

/** Runs {@code etcdctl}, with the options that reach a test cluster. */
record EtcdControl(List<String> command) {
  EtcdControl {
    command = List.copyOf(command);
  }

  /** What it printed; an {@link AssertionError} with that if it failed. */
  String run(String endpoints, String... args) {
    List<String> all = new ArrayList<>(List.of("env", "ETCDCTL_API=3"));
    all.addAll(command);
    all.add("--endpoints=" + endpoints);
    all.addAll(List.of(args));
    return SystemCommand.run(all);
  }
}
