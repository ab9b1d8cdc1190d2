package shippy.service;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/** The address on which a service listens, and the one it registers. */
public final class Addresses {
  private Addresses() {}

  /** {@code --server_address}; {@code :50051} means all interfaces, as in go-micro. */
  public static HostPort configured(Config config) {
    return configured(config, Settings.SERVER_ADDRESS);
  }

  private static HostPort configured(Config config, Setting<String> setting) {
    String text = config.get(setting);
    try {
      return HostPort.parse(text.startsWith(":") ? "0.0.0.0" + text : text);
    } catch (IllegalArgumentException e) {
      throw config.invalid(setting, "host:port, such as 127.0.0.1:50051");
    }
  }

  /** The address to listen on, which a setting gives. */
  public static InetSocketAddress listen(Config config, Setting<String> setting) {
    HostPort address = configured(config, setting);
    InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
    if (resolved.isUnresolved()) {
      throw config.invalid(setting, "an address or name of this machine");
    }
    return resolved;
  }

  /**
   * {@code --server_advertise} if set; else the bound address, made reachable if it is a wildcard.
   */
  static HostPort advertised(Config config, HostPort bound) {
    Optional<String> said = config.find(Settings.SERVER_ADVERTISE);
    if (said.isEmpty()) {
      return bound.isUnspecified() ? new HostPort(reachable(), bound.port()) : bound;
    }
    String text = said.get();
    try {
      return HostPort.parsePeer(withPort(text, bound.port()));
    } catch (IllegalArgumentException e) {
      throw config.invalid(Settings.SERVER_ADVERTISE, "host or host:port that others can call");
    }
  }

  /**
   * A bound address of another server of the process; the host is the registered one if it is a
   * wildcard.
   */
  public static HostPort reachable(Config config, HostPort bound) {
    return bound.isUnspecified()
        ? new HostPort(advertised(config, bound).host(), bound.port())
        : bound;
  }

  /** Appends the port if the text has none; an IPv6 address without brackets has none. */
  private static String withPort(String text, int port) {
    if (text.matches("(\\[.*]|[^:]*):\\d+")) {
      return text;
    }
    return text.startsWith("[") ? text + ":" + port : new HostPort(text, port).toString();
  }

  /**
   * The first private address, else a public one, else loopback (go-micro's rule); IPv6 where there
   * is no IPv4. Link-local addresses mean nothing without their interface.
   */
  private static String reachable() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .min(
              Comparator.comparing(InetAddress::isLoopbackAddress)
                  .thenComparing(address -> address.getAddress().length)
                  .thenComparing(address -> !address.isSiteLocalAddress()))
          .map(InetAddress::getHostAddress)
          .orElse("127.0.0.1");
    } catch (SocketException e) {
      throw Problem.of(ExitCode.CONFIG, "cannot list network interfaces: " + e.getMessage())
          .withFix("--server_advertise=HOST", "say which address to register")
          .toException(e);
    }
  }

  /** The problem of an address that a setting gives and that cannot be bound. */
  public static ProblemException cannotListen(
      InetSocketAddress address, Setting<?> setting, Config config, IOException e) {
    Throwable cause = e.getCause() instanceof BindException bind ? bind : e;
    String reason = String.valueOf(cause.getMessage());
    boolean inUse = reason.toLowerCase(Locale.ROOT).contains("in use");
    String source = config.origin(setting).map(Config.Origin::source).orElse("default");
    HostPort shown = new HostPort(address.getHostString(), address.getPort());
    String why = inUse ? "in use" + PortOwner.find(address.getPort()) : reason;
    HostPort free =
        Loopback.isHere(address.getAddress())
            ? new HostPort(address.getHostString(), 0)
            : Loopback.anyPort();
    return Problem.of(ExitCode.CONFIG, "cannot listen on %s: %s".formatted(shown, why))
        .withFact("set by " + source)
        .withFix(setting.flag() + "=" + free, "any free port")
        .toException(e);
  }
}
