package shippy.doctor;

import java.util.List;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.mdns.MdnsInterface;

/** Checks the network interface that mDNS uses. */
record InterfaceCheck(Config config) implements Check {
  @Override
  public String subject() {
    return "interface";
  }

  @Override
  public List<Finding> look() {
    return judge(MdnsInterface.of(config));
  }

  List<Finding> judge(MdnsInterface link) {
    String place = "%s %s: ".formatted(link.name(), link.address());
    if (!link.up()) {
      return failed(place + "down", "ip link set dev %s up".formatted(link.name()), "");
    }
    if (!link.present()) {
      return failed(
          "%s is up and does not have the address %s".formatted(link.name(), link.address()),
          "--registry_address=INTERFACE",
          "use another one, or do without: --registry=etcd");
    }
    if (!link.multicast()) {
      return failed(
          place + "up, without multicast",
          "ip link set dev %s multicast on".formatted(link.name()),
          "or do without: --registry=etcd");
    }
    return List.of(pass(place + "up"));
  }

  private List<Finding> failed(String detail, String command, String effect) {
    return List.of(fail(detail, new Problem.Fix(command, effect)));
  }
}
