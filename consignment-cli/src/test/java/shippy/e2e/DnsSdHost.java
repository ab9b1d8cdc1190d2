package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness;
import shippy.testkit.Namespace;
import shippy.testkit.SystemCommand;

/** A host with one network card, and programs there on our and other stacks of DNS-SD. */
final class DnsSdHost implements AutoCloseable {
  private static final String CARD = "card";
  private static final String SECONDS = "300";

  private final Namespace host = Namespace.create();
  private final String address;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private DnsSdHost(String address) {
    this.address = address;
    open.push(host);
  }

  /** Two hosts with a cable between them. */
  static List<DnsSdHost> two() {
    DnsSdHost left = new DnsSdHost("10.7.0.1");
    DnsSdHost right = new DnsSdHost("10.7.0.2");
    left.host.link(CARD, left.address, right.host, right.address);
    left.host.defaultRoute(right.address);
    right.host.defaultRoute(left.address);
    List.of(left, right).forEach(one -> eventually(DnsSdPeer.SOON, one::requireUp));
    return List.of(left, right);
  }

  private void requireUp() {
    String file = "/sys/class/net/%s/operstate".formatted(CARD);
    assertThat(SystemCommand.run(List.of("ip", "netns", "exec", host.name(), "cat", file)))
        .startsWith("up");
  }

  String address() {
    return address;
  }

  /** Starts a browser of another stack. */
  DnsSdPeer browser(DnsSdStack stack) {
    return start(stack, "browse", SECONDS);
  }

  /** Publishes a service with another stack, in our TXT keys. */
  DnsSdPeer publisher(DnsSdStack stack, String name, int port, Map<String, String> txt) {
    List<String> words = new ArrayList<>(List.of("publish", name, Integer.toString(port)));
    txt.forEach((key, value) -> words.add(key + "=" + value));
    return start(stack, words.toArray(String[]::new));
  }

  private DnsSdPeer start(DnsSdStack stack, String... args) {
    CommandHarness program =
        CommandHarness.program(stack.program().toString()).env("STACK_INTERFACE", CARD);
    return running(stack.word(), program, args);
  }

  /** Registers an instance with our stack, and watches services. */
  DnsSdPeer ours(String id, String... services) {
    CommandHarness program =
        CommandHarness.mainBeside(Sandbox.CLI, OurPeer.class)
            .env("MICRO_REGISTRY_ADDRESS", address)
            .env("MICRO_SERVER_ADVERTISE", address + ":" + OurPeer.PORT);
    String[] args = Stream.concat(Stream.of(id), Stream.of(services)).toArray(String[]::new);
    DnsSdPeer peer = running("ours", program, args);
    peer.process().awaitLine("registered", Sandbox.START);
    return peer;
  }

  private DnsSdPeer running(String who, CommandHarness program, String... args) {
    open.push(program.on(host));
    return new DnsSdPeer(who + " on " + address, program.start(args));
  }

  /** Runs our tool. */
  CommandHarness.Result tool(String... args) {
    CommandHarness program =
        CommandHarness.jar(Sandbox.TOOL).env("MICRO_REGISTRY_ADDRESS", address).on(host);
    open.push(program);
    return program.run(args);
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
