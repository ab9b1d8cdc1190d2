package shippy.bench.scale;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import shippy.bench.load.Creates;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.RunningPeer;
import shippy.bench.peer.ServicePair;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Report;
import shippy.bench.start.ServiceStart;
import shippy.clock.Clock;
import shippy.process.Program;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.proto.consignment.Status;

/** Both services on one SQLite file with so many consignments, written by SQL. */
final class StoreScale {
  private static final int STARTS = 3;
  private static final int STARTS_ALONE = 7;
  private static final Status[] ALL = {
    Status.PENDING, Status.CONFIRMED, Status.ABORTED, Status.CANCELLED
  };
  private static final String ROW =
      """
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
      INSERT INTO %s FROM n""";
  private static final String CONSIGNMENTS =
      ROW.formatted(
          """
          consignment (id, created_at, state, vessel_id, description, weight, containers, settled,
            claimed_until)
          SELECT printf('0193b6e0-%04x-7%03x-8000-%012x', i / 4096, i % 4096, i),
            1760000000000000 + i, 'CONFIRMED', 'bench', 'bench', 1, ?, 1, 0""");
  private static final String RESERVATIONS =
      ROW.formatted(
          """
          reservation (id, vessel_id, containers, weight, state)
          SELECT printf('0193b6e0-%04x-7%03x-8000-%012x', i / 4096, i % 4096, i),
            'bench', 1, 1, 'CONFIRMED'""");

  private final Growth growth = new Growth("sqlite, consignments");

  private final Path root;

  StoreScale(Path root) {
    this.root = root;
  }

  void addTo(Report report, ServicePair peer, BenchHost host) throws Exception {
    for (int rows = 1_000; rows <= 1_000_000; rows *= 10) {
      Path file = host.folder().resolve("scale-%d.db".formatted(rows));
      measure(rows, file, peer, host);
    }
    growth.addTo(report);
  }

  private void measure(int rows, Path file, ServicePair peer, BenchHost host) throws Exception {
    String flag = "--store=sqlite:" + file;
    try (RunningPeer running = host.start(peer, flag)) {
      Creates.addVessel(running.address("vessel"));
    }
    fill(file, rows);
    startAlone(rows, flag, host);
    double[] starts = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      var watch = Clock.system().stopwatch();
      try (RunningPeer running = host.start(peer, flag)) {
        starts[i] = watch.get().toNanos() / 1e6;
        if (i == STARTS - 1) {
          growth.add("start, ready", rows, BenchOptions.median(starts), "ms");
          calls(rows, running.address("consignment"));
          growth.add("resident, consignment", rows, running.residentMegabytes("consignment"), "MB");
        }
      }
    }
  }

  /** The consignment service, by the command line of {@code shippy run}. */
  private void startAlone(int rows, String flag, BenchHost host) throws IOException {
    Path jar = root.resolve("consignment-service/target/consignment-service.jar");
    List<String> flags = new ArrayList<>(host.registry());
    flags.addAll(List.of(flag, "--data_dir=" + host.folder()));
    ServiceStart start =
        new ServiceStart("consignment", Program.of(List.of(jar)).get(0).command(flags));
    double[] seconds = new double[STARTS_ALONE];
    for (int i = -1; i < STARTS_ALONE; i++) {
      seconds[Math.max(0, i)] = start.run().wallSeconds();
    }
    growth.add("start of one, registered", rows, 1e3 * BenchOptions.median(seconds), "ms");
  }

  private static void fill(Path file, int rows) throws SQLException {
    byte[] containers =
        Consignment.newBuilder()
            .addContainers(
                Container.newBuilder().setCustomerId("c").setUserId("u").setOrigin("Hull"))
            .build()
            .toByteArray();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.setAutoCommit(false);
      try (PreparedStatement reservations = connection.prepareStatement(RESERVATIONS);
          PreparedStatement consignments = connection.prepareStatement(CONSIGNMENTS)) {
        reservations.setInt(1, rows);
        reservations.executeUpdate();
        consignments.setInt(1, rows);
        consignments.setBytes(2, containers);
        consignments.executeUpdate();
      }
      connection.commit();
    }
  }

  private void calls(int rows, String address) {
    ManagedChannel channel = Creates.channel(address);
    try {
      ShippingServiceBlockingStub service = ShippingServiceGrpc.newBlockingStub(channel);
      Random random = new Random(rows);
      for (int i = 0; i < 200; i++) {
        one(service, random.nextInt(rows)); // not counted: the service is cold
      }
      growth.time("get", rows, 300, () -> one(service, random.nextInt(rows)));
      growth.time("page, first", rows, 100, () -> page(service, "", Status.CONFIRMED));
      String later = page(service, "", Status.CONFIRMED).getNextPageToken();
      growth.time("page, next", rows, 100, () -> page(service, later, Status.CONFIRMED));
      growth.time("page, all states", rows, 100, () -> page(service, later, ALL));
      growth.time("page, state that none has", rows, 100, () -> page(service, "", Status.ABORTED));
      growth.time("create", rows, 300, () -> create(service));
    } finally {
      channel.shutdownNow();
    }
  }

  private static void one(ShippingServiceBlockingStub service, int i) {
    String id = "0193b6e0-%04x-7%03x-8000-%012x".formatted(i / 4096, i % 4096, i);
    var unused = service.getConsignment(ConsignmentId.newBuilder().setId(id).build());
  }

  private static Response page(
      ShippingServiceBlockingStub service, String token, Status... statuses) {
    return service.getConsignments(
        GetRequest.newBuilder()
            .setPageSize(100)
            .setPageToken(token)
            .addAllStatuses(List.of(statuses))
            .build());
  }

  private static void create(ShippingServiceBlockingStub service) {
    String id = UUID.randomUUID().toString();
    var unused =
        service.createConsignment(
            Consignment.newBuilder()
                .setId(id)
                .setWeight(1)
                .addContainers(Container.getDefaultInstance())
                .build());
  }
}
