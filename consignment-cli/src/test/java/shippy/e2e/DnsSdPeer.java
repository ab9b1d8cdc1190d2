package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.testkit.RunningCommand;

/** A running program that publishes or browses services. Not for several threads. */
record DnsSdPeer(String who, RunningCommand process) {
  /** Long enough for a stack that asks again after a second, on a busy machine. */
  static final Duration SOON = Duration.ofSeconds(10);

  /** All that it told of an instance, in order. */
  List<Sighting> told(String name) {
    return process
        .stdout()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(Sighting::parse)
        .filter(seen -> seen.name().equals(name))
        .toList();
  }

  /** The last that it told, empty if nothing yet or that the instance has gone. */
  Optional<Sighting> sees(String name) {
    List<Sighting> told = told(name);
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(told.get(told.size() - 1)).filter(Sighting::isResolved);
  }

  /** Waits until it sees the instance with this address, port and at least this TXT. */
  void awaitResolved(String name, String address, int port, Map<String, String> txt) {
    eventually(
        SOON,
        () -> {
          Sighting seen =
              sees(name).orElseThrow(() -> new AssertionError(who + " does not see " + name));
          assertThat(seen.txt()).as(who + " of " + name).containsAllEntriesOf(txt);
          assertThat(seen.addresses()).as(who + " of " + name).contains(address);
          assertThat(seen.port()).as(who + " of " + name).isEqualTo(port);
        });
  }

  /**
   * Waits until it sees the instance with any address: some announce their addresses one after the
   * other, and some take the first for all.
   */
  void awaitSeen(String name) {
    eventually(
        SOON,
        () ->
            assertThat(sees(name).map(Sighting::addresses).orElse(List.of()))
                .as(who + " of " + name)
                .isNotEmpty());
  }

  /** Waits until it told that the instance has gone. */
  void awaitGone(String name) {
    eventually(SOON, () -> assertThat(sees(name)).as("%s still sees %s", who, name).isEmpty());
  }

  /** Ends it as a user does, so that it says goodbye. */
  void stop() {
    process.terminate();
    process.exitCode(SOON);
  }
}
