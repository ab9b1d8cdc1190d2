package shippy.testkit;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A host of a test network that nothing else reaches: a network namespace with a loopback interface
 * and links. {@link CommandHarness#on} runs programs there; end them before closing it. Needs root,
 * {@code ip} and {@code iptables} on Linux: elsewhere tests abort; with {@code CI} in the
 * environment they fail. Not thread-safe.
 */
public final class Namespace implements AutoCloseable {
  private final String name = "shippy-" + UUID.randomUUID().toString().substring(0, 8);
  private final Thread atExit = new Thread(this::delete, name + "-at-exit");

  private Namespace() {}

  /** A new host without links. */
  public static Namespace create() {
    Namespace host = new Namespace();
    try {
      SystemCommand.run(List.of("ip", "netns", "add", host.name));
    } catch (AssertionError | UncheckedIOException e) {
      throw missing(e);
    }
    Runtime.getRuntime().addShutdownHook(host.atExit);
    try {
      host.ip("link", "set", "lo", "up");
      host.heal();
      return host;
    } catch (AssertionError | UncheckedIOException e) {
      host.close();
      throw missing(e);
    }
  }

  private static RuntimeException missing(Throwable cause) {
    return Prerequisite.missing("a network cannot be made: " + cause.getMessage());
  }

  /** Its name for {@code ip netns}. */
  public String name() {
    return name;
  }

  /**
   * Connects it with another host; both interfaces have the same name.
   *
   * @param here the address of this end, in a network of 256, or of 2^64 if it is IPv6
   * @param there that of the other end
   */
  public void link(String interfaceName, String here, Namespace other, String there) {
    String pair = "link add %1$s type veth peer name %1$s netns %2$s";
    ip(pair.formatted(interfaceName, other.name).split(" "));
    plug(interfaceName, here);
    other.plug(interfaceName, there);
  }

  /** Connects it with another host by IPv6 alone, and without a route for multicast. */
  public void linkByIpv6(String interfaceName, String here, Namespace other, String there) {
    String pair = "link add %1$s type veth peer name %1$s netns %2$s";
    ip(pair.formatted(interfaceName, other.name).split(" "));
    plugIpv6(interfaceName, here);
    other.plugIpv6(interfaceName, there);
  }

  private void plugIpv6(String interfaceName, String address) {
    ip("addr", "add", address + "/64", "dev", interfaceName, "nodad");
    up(interfaceName);
  }

  private void plug(String interfaceName, String address) {
    if (address.indexOf(':') >= 0) { // nodad: bindable at once
      ip("addr", "add", address + "/64", "dev", interfaceName, "nodad");
    } else {
      ip("addr", "add", address + "/24", "dev", interfaceName);
    }
    up(interfaceName);
  }

  /** Sends to all other networks through a neighbour, as hosts do that have a router. */
  public void defaultRoute(String neighbour) {
    ip("route", "add", "default", "via", neighbour);
  }

  /** Sends what goes to IPv4 multicast groups through this interface. */
  public void multicastRoute(String interfaceName) {
    ip("route", "add", "224.0.0.0/4", "dev", interfaceName);
  }

  /** Takes an interface down: it keeps its addresses but neither sends nor receives. */
  public void down(String interfaceName) {
    ip("link", "set", interfaceName, "down");
  }

  /** Takes an interface up again. */
  public void up(String interfaceName) {
    ip("link", "set", interfaceName, "up");
  }

  /**
   * Drops packets from now on.
   *
   * @param rule a chain of {@code iptables} and its match: {@code INPUT -d 192.0.2.1}. A rule with
   *     an address is for its family, any other for both. A sender gets an error for what OUTPUT
   *     drops, and none for what INPUT drops.
   */
  public void drop(String rule) {
    if (!rule.contains("::")) {
      drop("iptables", rule);
    }
    if (!rule.matches(".*(\\d+\\.){3}\\d+.*")) {
      drop("ip6tables", rule);
    }
  }

  private void drop(String program, String rule) {
    List<String> words = new ArrayList<>(List.of(program, "-w", "-A"));
    words.addAll(List.of(rule.split(" ")));
    words.addAll(List.of("-j", "DROP"));
    inside(words);
  }

  /** Lets all packets pass again. */
  public void heal() {
    inside(List.of("iptables", "-w", "-F"));
    inside(List.of("ip6tables", "-w", "-F"));
  }

  /** The words before a command that make it run here, as the same process. */
  List<String> launcher() {
    return List.of("ip", "netns", "exec", name);
  }

  /** Deletes it. Idempotent. */
  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      delete();
    }
  }

  private void delete() {
    SystemCommand.run(List.of("ip", "netns", "delete", name));
  }

  private void ip(String... words) {
    List<String> all = new ArrayList<>(List.of("ip", "-netns", name));
    all.addAll(List.of(words));
    SystemCommand.run(all);
  }

  private void inside(List<String> command) {
    List<String> all = new ArrayList<>(launcher());
    all.addAll(command);
    SystemCommand.run(all);
  }
}
