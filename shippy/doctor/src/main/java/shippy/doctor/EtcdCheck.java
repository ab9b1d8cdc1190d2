package shippy.doctor;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.RegistryException;
import shippy.registry.etcd.EtcdStatus;
import shippy.registry.etcd.MemberStatus;
import shippy.service.PortOwner;

/** Each member of etcd that {@code --registry_address} names, and what else may have its port. */
final class EtcdCheck implements Check {
  private final Config config;
  private final Registered registered;

  EtcdCheck(Config config, Registered registered) {
    this.config = requireNonNull(config, "config");
    this.registered = requireNonNull(registered, "registered");
  }

  @Override
  public String subject() {
    return "etcd";
  }

  @Override
  public List<Finding> look() {
    List<MemberStatus> members;
    try {
      members = EtcdStatus.of(config);
    } catch (RegistryException e) {
      return none(e.problem());
    }
    boolean usable = registered.ifKnown().isPresent() && !isMinority(members);
    List<Finding> found = new ArrayList<>();
    for (MemberStatus member : members) {
      if (member instanceof MemberStatus.Up up) {
        found.add(up(up));
      } else if (member instanceof MemberStatus.Down down) {
        found.add(down(down, usable));
      }
    }
    return found;
  }

  /** Those that answer cannot agree on anything; they may still be read for a while. */
  private static boolean isMinority(List<MemberStatus> members) {
    long up = members.stream().filter(MemberStatus.Up.class::isInstance).count();
    return up * 2 < members.size();
  }

  private Finding up(MemberStatus.Up up) {
    String detail =
        "%s: etcd %s, id %s%s"
            .formatted(
                up.endpoint(),
                up.version(),
                Long.toHexString(up.id()),
                up.leader() ? ", leads" : "");
    return up.isEndOfLife()
        ? new Finding.Warn(
            subject(),
            detail + ", end-of-life: gets no security fixes",
            new Problem.Fix("upgrade it to 3.5 or newer", "one minor version at a time"))
        : new Finding.Pass(subject(), detail);
  }

  private Finding down(MemberStatus.Down down, boolean usable) {
    HostPort address = HostPort.parse(down.endpoint());
    String foreign = foreign(address);
    String detail = "%s: %s%s".formatted(address, down.reason(), foreign);
    Problem.Fix fix =
        foreign.isEmpty()
            ? new Problem.Fix("systemctl start etcd", "on " + address.host() + ", or as it was run")
            : end();
    return usable
        ? new Finding.Warn(subject(), detail + "; the others carry on", fix)
        : new Finding.Fail(subject(), detail, fix);
  }

  /** No member answers, for one reason or another. */
  private List<Finding> none(Problem problem) {
    List<Finding> taken = new ArrayList<>();
    for (HostPort address : EtcdStatus.addresses(config)) {
      String foreign = foreign(address);
      if (!foreign.isEmpty()) {
        taken.add(new Finding.Fail(subject(), address + ": no etcd answers" + foreign, end()));
      }
    }
    if (!taken.isEmpty() || problem.code() != ExitCode.UNAVAILABLE) {
      return taken.isEmpty() ? List.of(Finding.of(subject(), problem)) : taken;
    }
    String what = problem.what().replaceFirst(": .*", "");
    String facts = problem.facts().stream().collect(Collectors.joining("; "));
    return List.of(new Finding.Fail(subject(), what + " (" + facts + ")", start()));
  }

  private Problem.Fix start() {
    HostPort first = EtcdStatus.addresses(config).get(0);
    String url = "http://" + first;
    return isLocal(first)
        ? new Problem.Fix(
            "etcd --listen-client-urls=%s --advertise-client-urls=%s".formatted(url, url),
            "or as it was run; or do without: --registry=mdns")
        : new Problem.Fix("systemctl start etcd", "on " + first.host() + ", or as it was run");
  }

  private static Problem.Fix end() {
    return new Problem.Fix(
        "end that program, then start etcd", "or --registry_address=HOST:PORT of an etcd");
  }

  /** Who has the port if it is no etcd, as far as this machine can tell. */
  private static String foreign(HostPort address) {
    String owner = isLocal(address) ? PortOwner.find(address.port()) : "";
    return owner.isEmpty() || owner.startsWith(" by etcd ") ? "" : " (port in use" + owner + ")";
  }

  private static boolean isLocal(HostPort address) {
    try {
      return InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // which the member's own row says
    }
  }
}
