package shippy.client;

import static java.util.Objects.requireNonNull;

import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.SynchronizationContext;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;
import shippy.registry.HostPort;

/**
 * The IP addresses of hosts. Names are looked up on other threads, because a name server may be
 * silent for seconds. An address that was found is kept until another is found. Not safe for
 * threads: all of it runs in the channel's synchronization context.
 */
final class HostLookup {
  private static final Logger LOG = LoggerFactory.getLogger(HostLookup.class);

  /** The number of concurrent requests to name servers. */
  private static final int LANES = 8;

  private final SynchronizationContext context;
  private final List<Executor> lanes;
  private final Runnable changed;
  private final Map<String, Found> names = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * The result of a lookup.
   *
   * @param addresses its addresses, in the system's order
   * @param fault why there are none; empty if there are some
   */
  record Found(List<InetAddress> addresses, String fault) {
    Optional<EquivalentAddressGroup> at(int port) {
      return addresses.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new EquivalentAddressGroup(
                  addresses.stream()
                      .<SocketAddress>map(ip -> new InetSocketAddress(ip, port))
                      .toList()));
    }
  }

  /**
   * A lookup for one channel.
   *
   * @param changed called when there is a new result for a name that was asked for
   */
  HostLookup(NameResolver.Args args, Runnable changed) {
    this.context = args.getSynchronizationContext();
    this.changed = changed;
    Executor executor = requireNonNull(args.getOffloadExecutor(), "offloadExecutor");
    this.lanes =
        IntStream.range(0, LANES)
            .mapToObj(i -> MoreExecutors.newSequentialExecutor(executor))
            .toList();
  }

  /** The result for a host; empty if it is a name whose first lookup has not ended. */
  Optional<Found> of(HostPort address) {
    String host = address.host();
    if (host.indexOf(':') >= 0 || InetAddresses.isInetAddress(host)) {
      return Optional.of(find(host));
    }
    @Nullable Found known = names.get(host);
    if (known == null) {
      ask(host);
    }
    return Optional.ofNullable(known);
  }

  /** Looks all names up again. */
  void refresh() {
    List.copyOf(names.keySet()).forEach(this::ask);
  }

  /** Forgets all other hosts. */
  void retain(Collection<String> hosts) {
    names.keySet().retainAll(hosts);
  }

  private void ask(String host) {
    if (asked.add(host)) {
      lanes
          .get(Math.floorMod(host.hashCode(), LANES))
          .execute(
              () -> {
                Found found = find(host);
                context.execute(() -> take(host, found));
              });
    }
  }

  /** A failed lookup does not replace addresses that were found before. */
  private void take(String host, Found found) {
    asked.remove(host);
    @Nullable Found before = names.get(host);
    if (!found.equals(before) && (before == null || !found.addresses().isEmpty())) {
      names.put(host, found);
      if (found.addresses().isEmpty()) {
        LOG.info(
            "Leaving out nodes at {}: {}",
            ProblemText.clean(host),
            ProblemText.clean(found.fault()));
      }
      changed.run();
    }
  }

  /** Blocks if the host is a name. */
  private static Found find(String host) {
    try {
      List<InetAddress> found =
          Stream.of(InetAddress.getAllByName(ascii(host)))
              .filter(ip -> !ip.isAnyLocalAddress())
              .toList();
      return new Found(
          found,
          found.isEmpty() ? "host: %s (expected: one that others can call)".formatted(host) : "");
    } catch (UnknownHostException | IllegalArgumentException e) {
      return new Found(List.of(), "unknown host: " + host);
    }
  }

  /**
   * The host's ASCII form, which name servers use: {@code xn--mnchen-3ya.example} for {@code
   * münchen.example}.
   */
  static String ascii(String host) {
    return host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host);
  }
}
