package shippy.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.ClusterMember;
import shippy.registry.HostPort;
import shippy.registry.etcd.EtcdStatus;
import shippy.service.PortOwner;

/** Checks each member of etcd in {@code --registry_address}, and who else may have its port. */
record EtcdCheck(Config config, RegisteredNodes registered) implements Check {
  @Override
  public String subject() {
    return "etcd";
  }

  @Override
  public List<Finding> look() {
    List<ClusterMember> members = EtcdStatus.of(config).members();
    List<ClusterMember.Down> silent =
        members.stream()
            .filter(ClusterMember.Down.class::isInstance)
            .map(ClusterMember.Down.class::cast)
            .toList();
    if (silent.size() == members.size()) {
      return List.of(none(silent));
    }
    boolean usable = registered.ifKnown().isPresent() && !isMinority(members);
    List<Finding> found = new ArrayList<>();
    for (ClusterMember member : members) {
      if (member instanceof ClusterMember.Up up) {
        found.addAll(up.faults().isEmpty() ? List.of(up(up)) : faults(up, members));
      } else if (member instanceof ClusterMember.Forbidden forbidden) {
        found.add(pass(member.endpoint() + ": " + forbidden.reason()));
      } else if (member instanceof ClusterMember.Down down) {
        found.add(down(down, usable));
      }
    }
    return found;
  }

  /** A minority cannot agree on anything, although it may still be read for a while. */
  private static boolean isMinority(List<ClusterMember> members) {
    long up = members.stream().filter(ClusterMember::answers).count();
    return up * 2 < members.size();
  }

  /** One row for each fault; a fault of one member is a warning while others are well. */
  private List<Finding> faults(ClusterMember.Up up, List<ClusterMember> members) {
    boolean othersWell =
        members.stream().anyMatch(m -> m instanceof ClusterMember.Up && m.faults().isEmpty());
    return up.faults().stream()
        .map(fault -> fail(described(up) + ", " + fault.what(), fault.fix(), othersWell))
        .toList();
  }

  private static String described(ClusterMember.Up up) {
    return "%s: etcd %s, id %s%s"
        .formatted(
            up.endpoint(), up.version(), Long.toHexString(up.id()), up.leader() ? ", leads" : "");
  }

  private Finding up(ClusterMember.Up up) {
    String detail = described(up);
    return up.endOfLife()
        ? warn(
            detail + ", end-of-life: gets no security fixes",
            new Problem.Fix("upgrade it to 3.5 or newer", "one minor version at a time"))
        : pass(detail);
  }

  private Finding down(ClusterMember.Down down, boolean usable) {
    HostPort address = HostPort.parse(down.endpoint());
    String detail = "%s: %s%s".formatted(address, down.reason(), foreign(down));
    return fail(detail, down.unreachable() ? start(address) : firstFix(down), usable);
  }

  private Finding fail(String detail, Problem.Fix fix, boolean othersWell) {
    Finding failure = fail(detail, fix);
    return othersWell ? failure.despite("the others carry on") : failure;
  }

  private static Problem.Fix firstFix(ClusterMember.Down down) {
    return down.problem().fixes().get(0);
  }

  /** No member answers. A member that is reachable tells more than one that is not. */
  private Finding none(List<ClusterMember.Down> members) {
    ClusterMember.Down telling =
        members.stream().filter(down -> !down.unreachable()).findFirst().orElse(members.get(0));
    Problem problem = telling.problem();
    String foreign = foreign(telling);
    if (problem.code() != ExitCode.UNAVAILABLE) {
      Finding known = Finding.of(subject(), problem);
      return fail(known.detail() + foreign, firstFix(telling));
    }
    String what = problem.what().replaceFirst(": .*", "");
    String facts =
        members.stream()
            .map(down -> down.endpoint() + ": " + down.reason())
            .collect(Collectors.joining("; "));
    return fail(
        "%s (%s)%s".formatted(what, facts, foreign),
        telling.unreachable() ? start() : firstFix(telling));
  }

  private Problem.Fix start() {
    HostPort first = EtcdStatus.addresses(config).get(0);
    String url = "http://" + first;
    return isLocal(first)
        ? new Problem.Fix(
            "etcd --listen-client-urls=%s --advertise-client-urls=%s".formatted(url, url),
            "or as it was run; or do without: --registry=mdns")
        : start(first);
  }

  private static Problem.Fix start(HostPort member) {
    return new Problem.Fix("systemctl start etcd", "on " + member.host() + ", or as it was run");
  }

  /**
   * The program that has the port, if this machine knows it and it is not called etcd: it may be a
   * relay (docker-proxy, ssh, kubectl), an etcd of another name, or something else.
   */
  private static String foreign(ClusterMember.Down down) {
    HostPort address = HostPort.parse(down.endpoint());
    String owner = !down.unreachable() && isLocal(address) ? PortOwner.find(address.port()) : "";
    return owner.isEmpty() || owner.startsWith(" by etcd ") ? "" : " (port in use" + owner + ")";
  }

  private static boolean isLocal(HostPort address) {
    try {
      return InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // the member's own row says so
    }
  }
}
