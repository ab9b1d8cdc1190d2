package shippy.demo;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.fsck.Fsck;
import shippy.fsck.FsckReport;
import shippy.problem.ProblemException;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;

/** What the services say when all is over: do they agree, and is what they promised there? */
final class ConsistencyCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Client client;

  ConsistencyCheck(Client client) {
    this.client = client;
  }

  /** The summary of what was played, with the checks. A check that cannot be made is a failure. */
  DemoSummary audit(
      List<DemoSummary.Row> rows, CallTotals tally, List<String> crashed, LoadGenerator load) {
    List<String> failures = new ArrayList<>(tally.failures());
    List<String> acknowledged = load.acknowledged();
    Optional<FsckReport> fsck = Optional.empty();
    long missing = acknowledged.size();
    try {
      fsck = Optional.of(Fsck.of(client, new Fsck.Options(false, false, PATIENCE)).run());
      Set<String> listed = listed();
      missing = acknowledged.stream().filter(id -> !listed.contains(id)).count();
    } catch (ProblemException e) {
      failures.add("not checked: " + e.problem().what());
    } catch (StatusRuntimeException e) {
      failures.add("not checked: " + CallFailures.problem(e).what());
    }
    return new DemoSummary(
        rows, tally.total(), failures, crashed, acknowledged.size(), missing, fsck);
  }

  /** The ids of all consignments that a vessel carries. */
  private Set<String> listed() {
    ShippingServiceBlockingStub shipping =
        ShippingServiceGrpc.newBlockingStub(client.channel(ServiceRole.CONSIGNMENT.service()));
    Set<String> ids = new HashSet<>();
    GetRequest.Builder request = GetRequest.newBuilder();
    do {
      Response page = shipping.getConsignments(request.build());
      page.getConsignmentsList().forEach(consignment -> ids.add(consignment.getId()));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return ids;
  }
}
