package shippy.registry.dns;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.registry.HostPort;

/**
 * What {@code --registry_address} says; the rest comes from the system's resolver configuration.
 *
 * @param servers name servers, at least one
 * @param domains where hosts are looked for, in this order; an empty one means the host alone
 * @param port of services without SRV records
 */
record DnsAddress(List<InetSocketAddress> servers, List<String> domains, int port) {
  private static final int DNS = 53;
  private static final int GRPC = 50051;
  private static final String FORM = "[dns://SERVER[:PORT]/]DOMAIN[:PORT], the server by its IP";
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:dns://(?:(?<server>\\[[^]/]+]|[\\d.]+)(?::(?<at>\\d{1,5}))?)?/)?"
              + "(?<domain>[\\w-]{1,63}(?:\\.[\\w-]{1,63}){0,9})?\\.?(?::(?<port>\\d{1,5}))?");

  static DnsAddress of(Config config, Path resolvConf) {
    Matcher m = TEXT.matcher(config.find(Settings.REGISTRY_ADDRESS).orElse(""));
    if (!m.matches()) {
      throw config.invalid(Settings.REGISTRY_ADDRESS, FORM);
    }
    int port = port(config, m.group("port"), GRPC);
    @Nullable String domain = m.group("domain");
    if (domain != null && InetAddresses.isInetAddress(domain)) { // a server without dns://
      throw config.invalid(Settings.REGISTRY_ADDRESS, FORM);
    }
    @Nullable String server = m.group("server");
    ResolvConf system = ResolvConf.read(resolvConf);
    return new DnsAddress(
        server == null
            ? system.servers()
            : List.of(server(config, server, port(config, m.group("at"), DNS))),
        domain == null ? system.domains() : List.of(domain),
        port);
  }

  private static int port(Config config, @Nullable String text, int other) {
    int port = text == null ? other : Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw config.invalid(Settings.REGISTRY_ADDRESS, "a port from 1 to 65535");
    }
    return port;
  }

  private static InetSocketAddress server(Config config, String text, int port) {
    String ip = text.replaceAll("[\\[\\]]", "");
    if (!InetAddresses.isInetAddress(ip)) {
      throw config.invalid(Settings.REGISTRY_ADDRESS, FORM);
    }
    return new InetSocketAddress(InetAddresses.forString(ip), port);
  }

  /** For messages: {@code dns://10.96.0.10:53/shippy.svc.cluster.local}. */
  String location() {
    String first = "dns://" + text(servers.get(0)) + "/" + domains.get(0);
    int more = servers.size() + domains.size() - 2;
    return more == 0 ? first : first + " and more";
  }

  /** The hosts that a service may have: the last part of its name in each domain. */
  List<String> hosts(String service) {
    String host = service.substring(service.lastIndexOf('.') + 1);
    return domains.stream().map(domain -> domain.isEmpty() ? host : host + "." + domain).toList();
  }

  static String text(InetSocketAddress server) {
    return new HostPort(server.getAddress().getHostAddress(), server.getPort()).toString();
  }
}
