package shippy.doctor;

import java.util.List;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.mdns.MdnsInterface;

/** The network interface that mDNS works on. */
record InterfaceCheck(Config config) implements Check {
  private static final String SUBJECT = "interface";

  @Override
  public String subject() {
    return SUBJECT;
  }

  @Override
  public List<Finding> look() {
    return judge(MdnsInterface.of(config));
  }

  static List<Finding> judge(MdnsInterface link) {
    String place = "%s %s: ".formatted(link.name(), link.address());
    if (!link.up()) {
      return List.of(
          new Finding.Fail(
              SUBJECT,
              place + "down",
              new Problem.Fix("ip link set dev %s up".formatted(link.name()), "")));
    }
    if (!link.present()) {
      return List.of(
          new Finding.Fail(
              SUBJECT,
              "%s is up and does not have the address %s".formatted(link.name(), link.address()),
              new Problem.Fix(
                  "--registry_address=INTERFACE",
                  "use another one, or do without: --registry=etcd")));
    }
    if (!link.multicast()) {
      return List.of(
          new Finding.Fail(
              SUBJECT,
              place + "up, without multicast",
              new Problem.Fix(
                  "ip link set dev %s multicast on".formatted(link.name()),
                  "or do without: --registry=etcd")));
    }
    return List.of(new Finding.Pass(SUBJECT, place + "up"));
  }
}
