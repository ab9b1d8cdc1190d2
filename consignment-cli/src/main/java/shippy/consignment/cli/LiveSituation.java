package shippy.consignment.cli;

import java.util.List;
import shippy.clock.Clock;
import shippy.shell.Situation;

/** Which registry the session uses and what is in it. Safe for any thread. */
final class LiveSituation implements Situation, AutoCloseable {
  private final Session session;
  private volatile Runnable changed = () -> {};
  private volatile Census census;

  LiveSituation(Session session) {
    this.session = session;
    this.census = begin();
    session.onSwitch(this::restart);
  }

  /** The services seen so far. */
  List<String> services() {
    return census.services();
  }

  @Override
  public String prompt() {
    return "shippy(" + session.registry().kind() + ")";
  }

  @Override
  public String status() {
    return census.summary();
  }

  @Override
  public void onChange(Runnable action) {
    changed = action;
  }

  @Override
  public void close() {
    census.close();
  }

  private void restart() {
    census.close();
    census = begin();
  }

  private Census begin() {
    return new Census(session.registry(), Clock.system(), () -> changed.run());
  }
}
