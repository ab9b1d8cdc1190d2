package shippy.supervisor;

import shippy.config.Config;
import shippy.gateway.Gateway;
import shippy.gateway.GatewayOptions;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/** The gateway of a run: at its usual address or, if that is taken, at a free port. */
final class RunGateway implements AutoCloseable {
  private final Platform platform;
  private final Gateway gateway;
  private final HostPort usual;

  private RunGateway(Platform platform, HostPort usual) {
    this.platform = platform;
    this.usual = usual;
    this.gateway = start(platform, usual);
  }

  /** Serves at once, whatever runs by then. */
  static RunGateway open(Config config, HostPort usual) {
    return new RunGateway(Platform.open(config), usual);
  }

  private static Gateway start(Platform platform, HostPort usual) {
    try {
      return Gateway.start(platform, GatewayOptions.at(usual));
    } catch (ProblemException e) {
      return Gateway.start(platform, GatewayOptions.at(new HostPort(usual.host(), 0)));
    }
  }

  /** For the first screen: where it is, and why there. */
  String text() {
    boolean moved = gateway.address().port() != usual.port();
    return "%nOver HTTP, with a page that shows it all:%n  %s%s%n"
        .formatted(gateway.url(), moved ? "   (port %d is taken)".formatted(usual.port()) : "");
  }

  @Override
  public void close() {
    gateway.close();
    platform.close();
  }
}
