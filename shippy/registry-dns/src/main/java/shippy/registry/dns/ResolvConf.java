package shippy.registry.dns;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The system's name servers and search domains, as resolv.conf(5) has them.
 *
 * @param servers the local one if none is named
 * @param domains ends with the empty one
 */
record ResolvConf(List<InetSocketAddress> servers, List<String> domains) {
  private static final int DNS = 53;

  /** A file that cannot be read says nothing, as to the C library. */
  static ResolvConf read(Path file) {
    List<InetSocketAddress> servers = new ArrayList<>();
    List<String> domains = List.of();
    for (String line : lines(file)) {
      List<String> words = List.of(line.strip().split("\\s+"));
      List<String> values = words.subList(1, words.size());
      switch (words.get(0)) {
        case "nameserver" ->
            values.stream()
                .filter(InetAddresses::isInetAddress)
                .map(ip -> new InetSocketAddress(InetAddresses.forString(ip), DNS))
                .forEach(servers::add);
        case "search", "domain" ->
            domains = values.stream().map(domain -> domain.replaceFirst("\\.$", "")).toList();
        default -> {}
      }
    }
    if (servers.isEmpty()) {
      servers.add(new InetSocketAddress(InetAddresses.forString("127.0.0.1"), DNS));
    }
    return new ResolvConf(
        List.copyOf(servers), Stream.concat(domains.stream(), Stream.of("")).toList());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
