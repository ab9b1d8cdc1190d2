package shippy.run;

import java.util.Optional;
import java.util.function.Function;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.LiveConfig;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.gateway.Gateway;
import shippy.gateway.GatewayOptions;
import shippy.gateway.control.ControlToken;
import shippy.gateway.control.InstanceControl;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/**
 * The gateway of a run: at the address that was given, else at the usual address or, if that is
 * taken, a free port.
 */
public final class RunGateway implements AutoCloseable {
  static final HostPort USUAL = new HostPort("127.0.0.1", 8080);

  static final Setting<HostPort> ADDRESS =
      Setting.optional(
          "api_address",
          "host:port of the gateway (127.0.0.1:8080, or another port if it is taken)",
          new Format<>("host:port, such as 127.0.0.1:8080", HostPort::parse));

  static final Setting<String> NAMESPACE =
      Setting.of(
          "api_namespace",
          "shippy",
          "--namespace of 'shippy api', for this gateway",
          Format.text());
  static final Setting<String> TYPE =
      Setting.of("api_type", "service", "--type of 'shippy api', for this gateway", Format.text());

  private final Platform platform;
  private final HostPort wanted;
  private final Gateway gateway;

  private RunGateway(Platform platform, HostPort wanted, Gateway gateway) {
    this.platform = platform;
    this.wanted = wanted;
    this.gateway = gateway;
  }

  /**
   * Starts serving at once, before the programs run.
   *
   * @throws ProblemException if nothing can listen at the address that was given
   */
  static RunGateway open(
      LiveConfig live, HostPort usual, boolean undeclaredGet, InstanceControl control) {
    Config config = live.current();
    return open(
        live,
        usual,
        at ->
            GatewayOptions.at(at, undeclaredGet, RunCommand.START)
                .inNamespace(config.get(NAMESPACE) + "." + config.get(TYPE))
                .controlling(control, ControlToken.from(config)));
  }

  /** The same for a demo, in which nothing can be controlled. */
  public static RunGateway ofDemo(Config config) {
    LiveConfig live = LiveConfig.fixed(config);
    return open(live, USUAL, at -> GatewayOptions.at(at, false, RunCommand.START));
  }

  private static RunGateway open(
      LiveConfig live, HostPort usual, Function<HostPort, GatewayOptions> options) {
    Optional<HostPort> given = live.current().find(ADDRESS);
    HostPort wanted = given.orElse(usual);
    Settings.GATEWAY.forEach(live.current()::find); // else it would look like a taken port
    Platform platform = Platform.open(live);
    try {
      platform.exportAs("shippy-gateway");
      Gateway gateway = startAt(wanted, given.isPresent(), platform, options);
      return new RunGateway(platform, wanted, gateway);
    } catch (ProblemException e) {
      platform.close();
      throw e;
    }
  }

  private static Gateway startAt(
      HostPort wanted,
      boolean given,
      Platform platform,
      Function<HostPort, GatewayOptions> options) {
    try {
      return Gateway.start(platform, options.apply(wanted));
    } catch (ProblemException e) {
      if (given) {
        throw platform.config().invalid(ADDRESS, "an address of this machine that is free");
      }
      return Gateway.start(platform, options.apply(new HostPort(wanted.host(), 0)));
    }
  }

  /** For a browser on this machine. */
  String url() {
    return gateway.url();
  }

  /** Where it is, and why there. */
  public String place() {
    boolean moved = wanted.port() != 0 && gateway.address().port() != wanted.port();
    return gateway.url() + (moved ? "   (port %d is taken)".formatted(wanted.port()) : "");
  }

  /** For the summary. */
  String text() {
    return "%nOver HTTP, with a page that shows it all:%n  %s%n".formatted(place());
  }

  @Override
  public void close() {
    gateway.close();
    platform.close();
  }
}
