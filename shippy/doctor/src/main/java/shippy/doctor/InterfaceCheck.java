package shippy.doctor;

import java.util.List;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.mdns.MdnsInterface;

/** The network interface that mDNS works on. */
record InterfaceCheck(Config config) implements Check {
  @Override
  public String subject() {
    return "interface";
  }

  @Override
  public List<Finding> look() {
    MdnsInterface link = MdnsInterface.of(config);
    String place = "%s %s: ".formatted(link.name(), link.address());
    if (!link.up()) {
      return List.of(
          new Finding.Fail(
              subject(),
              place + "down",
              new Problem.Fix("ip link set dev %s up".formatted(link.name()), "")));
    }
    if (!link.multicast()) {
      return List.of(
          new Finding.Fail(
              subject(),
              place + "up, without multicast",
              new Problem.Fix(
                  "ip link set dev %s multicast on".formatted(link.name()),
                  "or do without: --registry=etcd")));
    }
    return List.of(new Finding.Pass(subject(), place + "up"));
  }
}
