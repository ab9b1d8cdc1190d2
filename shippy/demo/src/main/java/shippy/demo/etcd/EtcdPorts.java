package shippy.demo.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * The ports of the etcd members: those of the go-micro tutorial. If one is taken, it is the next
 * one that ends in the same digits.
 *
 * @param members one for each
 * @param taken those of the tutorial that were not free
 */
public record EtcdPorts(List<Member> members, List<Integer> taken) {
  private static final int FIRST_CLIENT = 2379;
  private static final int BETWEEN_CLIENTS = 1_000;
  private static final int FIRST_PEER = 2380;
  private static final int DETOUR = 10_000;
  private static final int HIGHEST = 65_535;

  /** The ports of a member for clients and for its peers. */
  record Member(int client, int peer) {}

  public EtcdPorts {
    members = List.copyOf(members);
    taken = List.copyOf(taken);
  }

  /** Ports that are free on the loopback address now. */
  public static EtcdPorts choose(int members) {
    return choose(members, EtcdPorts::isFree);
  }

  public static EtcdPorts choose(int members, IntPredicate free) {
    Set<Integer> chosen = new LinkedHashSet<>();
    List<Integer> taken = new ArrayList<>();
    List<Member> all = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      int client = choose(FIRST_CLIENT + i * BETWEEN_CLIENTS, free, chosen, taken);
      int peer = choose(FIRST_PEER + i, free, chosen, taken);
      all.add(new Member(client, peer));
    }
    return new EtcdPorts(all, taken);
  }

  private static int choose(
      int wanted, IntPredicate free, Set<Integer> chosen, List<Integer> taken) {
    for (int port = wanted; port <= HIGHEST; port += DETOUR) {
      if (!chosen.contains(port) && free.test(port)) {
        chosen.add(port);
        return port;
      }
      if (port == wanted) {
        taken.add(port);
      }
    }
    throw Problem.of(
            ExitCode.CONFIG,
            "no free port for etcd: %d, %d, … (expected: one of them)"
                .formatted(wanted, wanted + DETOUR))
        .withFix("shippy stop", "end what a killed demo left")
        .toException();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // taken is what this asks
    }
  }
}
