package shippy.client;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * The addresses of the nodes of one service. A node that cannot be called is left out; a node whose
 * host name is being looked up does not delay the others. Not safe for threads: all of it runs in
 * the channel's synchronization context.
 */
final class NodeAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAddresses.class);
  private static final int MAX_TOLD = 10;

  private final String service;
  private final HostLookup lookup;
  private List<Node> nodes = List.of();
  private Set<Node> leftOut = Set.of();

  NodeAddresses(String service, NameResolver.Args args, Runnable changed) {
    this.service = service;
    this.lookup = new HostLookup(args, changed);
  }

  /** Replaces the set of nodes. */
  void take(List<Node> now) {
    nodes = now;
    Set<String> hosts = new HashSet<>();
    Set<Node> out = new HashSet<>();
    for (Node node : now) {
      Optional<String> fault = node.addressFault();
      if (fault.isEmpty()) {
        hosts.add(node.hostPort().host());
      } else if (out.add(node) && !leftOut.contains(node)) {
        LOG.info(
            "Leaving out node {}: {}",
            ProblemText.clean(node.id()),
            ProblemText.clean(fault.get()));
      }
    }
    leftOut = out;
    lookup.retain(hosts);
  }

  /** Looks all host names up again. */
  void refresh() {
    lookup.refresh();
  }

  /** The addresses, or why there are none; empty if there are no nodes or no lookup has ended. */
  Optional<StatusOr<List<EquivalentAddressGroup>>> known() {
    List<EquivalentAddressGroup> addresses = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Node node : nodes) {
      Optional<String> fault = node.addressFault();
      if (fault.isPresent()) {
        faults.add(node.id() + ": " + fault.get());
        continue;
      }
      HostPort address = node.hostPort();
      Optional<HostLookup.Found> found = lookup.of(address);
      found
          .flatMap(host -> host.at(address.port()))
          .ifPresent(group -> addresses.add(listing(group, node)));
      found
          .filter(host -> host.addresses().isEmpty())
          .ifPresent(host -> faults.add(node.id() + ": " + host.fault()));
    }
    if (!addresses.isEmpty()) {
      return Optional.of(StatusOr.fromValue(addresses));
    }
    boolean all = !nodes.isEmpty() && faults.size() == nodes.size();
    return all ? Optional.of(StatusOr.fromStatus(none(faults))) : Optional.empty();
  }

  private static EquivalentAddressGroup listing(EquivalentAddressGroup group, Node node) {
    Attributes list = Attributes.newBuilder().set(MethodList.KEY, MethodList.of(node)).build();
    return new EquivalentAddressGroup(group.getAddresses(), list);
  }

  private Status none(List<String> faults) {
    Problem problem =
        Problem.of(ExitCode.UNAVAILABLE, "no instance of %s can be called".formatted(service))
            .withFacts(faults.subList(0, Math.min(faults.size(), MAX_TOLD)));
    ProblemException cause =
        problem
            .withLikely("their registered addresses are not valid, or cannot be reached from here")
            .withFix("--server_advertise=HOST:PORT", "register what others can call")
            .withFix("shippy get service " + service, "what is registered")
            .toException();
    return Status.UNAVAILABLE.withDescription(problem.what()).withCause(cause);
  }
}
