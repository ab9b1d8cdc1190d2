package shippy.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.service.Addresses;
import shippy.service.Loopback;
import shippy.service.PortOwner;

/** Whether a service could listen where {@code --server_address} says. */
record ServerPortCheck(Config config, RegisteredNodes registered) implements Check {
  @Override
  public String subject() {
    return "port";
  }

  @Override
  public List<Finding> look() {
    HostPort address = Addresses.configured(config);
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address.host(), address.port()));
      String port = address.port() == 0 ? "any free port" : "free";
      return List.of(pass("%s: %s".formatted(address, port)));
    } catch (IOException e) {
      return List.of(refused(address, String.valueOf(e.getMessage())));
    }
  }

  private Finding refused(HostPort address, String reason) {
    boolean inUse = reason.toLowerCase(Locale.ROOT).contains("in use");
    Optional<Node> own = inUse ? holder(address) : Optional.empty();
    if (own.isPresent()) {
      return pass("%s: in use by %s".formatted(address, own.get().service()));
    }
    String why = inUse ? "in use" + PortOwner.find(address.port()) : reason;
    return fail(
        "a service cannot listen on %s: %s".formatted(address, why),
        new Problem.Fix(
            "--server_address=" + Loopback.anyPort(),
            "any free port" + (inUse ? ", or end what is there" : "")));
  }

  /** The registered instance that listens there: it runs where it should. */
  private Optional<Node> holder(HostPort address) {
    return registered.ifKnown().stream()
        .flatMap(List::stream)
        .filter(node -> node.addressFault().isEmpty())
        .filter(node -> node.hostPort().port() == address.port())
        .filter(node -> address.isUnspecified() || node.hostPort().host().equals(address.host()))
        .findFirst();
  }
}
