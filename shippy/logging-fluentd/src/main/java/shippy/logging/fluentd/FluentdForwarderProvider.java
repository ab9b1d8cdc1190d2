package shippy.logging.fluentd;

import shippy.clock.Clock;
import shippy.config.LogForwarder;
import shippy.config.LogForwarderProvider;

/** Makes forwarders that keep 1 MiB of events and end with the process. */
public final class FluentdForwarderProvider implements LogForwarderProvider {
  private static final int CAPACITY = 1 << 20;

  @Override
  public LogForwarder start(String address) {
    LogForwarder forwarder = FluentdForwarder.start(address, CAPACITY, Clock.system());
    Runtime.getRuntime().addShutdownHook(new Thread(forwarder::close, "shippy-fluentd-end"));
    return forwarder;
  }
}
