package shippy.consignment.cli;

import java.util.List;
import shippy.clock.Clock;
import shippy.shell.terminal.PromptStatus;

/** Which registry the session uses and what is in it. Safe for any thread. */
final class SessionStatus implements PromptStatus, AutoCloseable {
  private final Session session;
  private volatile Runnable changed = () -> {};
  private volatile ServiceCounts counts;

  SessionStatus(Session session) {
    this.session = session;
    this.counts = begin();
    session.onSwitch(this::restart);
  }

  /** The services seen so far. */
  List<String> services() {
    return counts.services();
  }

  @Override
  public String prompt() {
    return "shippy(" + session.registry().kind() + ")";
  }

  @Override
  public String status() {
    return counts.summary();
  }

  @Override
  public void onChange(Runnable action) {
    changed = action;
  }

  @Override
  public void close() {
    counts.close();
  }

  private void restart() {
    counts.close();
    counts = begin();
  }

  private ServiceCounts begin() {
    return new ServiceCounts(session.registry(), Clock.system(), () -> changed.run());
  }
}
