package shippy.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.testkit.Concurrently;
import shippy.testkit.PostgresServer;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.etcd.EtcdExtension;

/**
 * Creates a second of the whole saga over the network, with 1, 4 and 16 clients: one consignment
 * and one vessel process a store, the stores in turn, so that all meet the same machine. The
 * baseline is the saga without a store. Run by {@code make bench}.
 */
class CreateRateBench {
  private static final int ROUNDS = 3;
  private static final long SPAN_SECONDS = 4;

  @RegisterExtension static final EtcdExtension MEMORY = EtcdExtension.nodes(1);
  @RegisterExtension static final EtcdExtension SQLITE = EtcdExtension.nodes(1);
  @RegisterExtension static final EtcdExtension POSTGRES = EtcdExtension.nodes(1);

  @Test
  void creates_per_second_by_store_and_clients() throws Exception {
    try (PostgresServer server = PostgresServer.durable();
        Side memory = new Side(MEMORY, "--store=memory");
        Side sqlite = new Side(SQLITE);
        Side postgres = new Side(POSTGRES, "--store=" + server.freshDatabase())) {
      List<Side> sides = List.of(memory, sqlite, postgres);
      sides.forEach(side -> side.rate(16)); // warm-up
      System.out.printf(
          "%n%-8s %8s %8s %6s %8s %6s%n",
          "clients", "memory", "sqlite", "ratio", "postgres", "ratio");
      for (int clients : new int[] {1, 4, 16}) {
        double[] median = medians(sides, clients);
        System.out.printf(
            Locale.ROOT,
            "%-8d %8.0f %8.0f %6.2f %8.0f %6.2f%n",
            clients,
            median[0],
            median[1],
            median[1] / median[0],
            median[2],
            median[2] / median[0]);
      }
    }
  }

  private static double[] medians(List<Side> sides, int clients) {
    double[][] rates = new double[sides.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int side = 0; side < sides.size(); side++) {
        rates[side][round] = sides.get(side).rate(clients);
      }
    }
    return Arrays.stream(rates)
        .mapToDouble(r -> Arrays.stream(r).sorted().toArray()[ROUNDS / 2])
        .toArray();
  }

  /** Both services on one store, and a vessel that never fills up. */
  private static final class Side implements AutoCloseable {
    private final Sandbox sandbox;
    private final Client client;
    private final ShippingServiceBlockingStub shipping;

    Side(EtcdExtension etcd, String... storage) {
      sandbox = Sandbox.etcd(etcd.endpoints());
      sandbox.service(Sandbox.VESSEL, storage);
      sandbox.service(Sandbox.CONSIGNMENT, storage);
      client =
          Client.open(
              Config.of(
                  Map.of("registry", "etcd", "registry_address", etcd.endpoints()), Map.of()));
      shipping = ShippingServiceGrpc.newBlockingStub(client.channel("shippy.service.consignment"));
      var unused =
          VesselServiceGrpc.newBlockingStub(client.channel("shippy.service.vessel"))
              .create(
                  Vessel.newBuilder()
                      .setId("bench")
                      .setName("Bench")
                      .setCapacity(Integer.MAX_VALUE)
                      .setMaxWeight(Integer.MAX_VALUE)
                      .build());
    }

    /** Creates a second, all of them acknowledged. */
    double rate(int clients) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong created = new AtomicLong();
      List<ThrowingRunnable> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        tasks.add(
            () -> {
              while (!over.get()) {
                var unused = shipping.createConsignment(consignment());
                created.incrementAndGet();
              }
            });
      }
      tasks.add(
          () -> {
            TimeUnit.SECONDS.sleep(SPAN_SECONDS);
            over.set(true);
          });
      long begin = System.nanoTime();
      Concurrently.run(tasks);
      return created.get() * 1e9 / (System.nanoTime() - begin);
    }

    private static Consignment consignment() {
      return Consignment.newBuilder()
          .setId(UUID.randomUUID().toString())
          .setDescription("bench")
          .setWeight(1)
          .addContainers(Container.newBuilder().setCustomerId("c").setUserId("u").setOrigin("Hull"))
          .build();
    }

    @Override
    public void close() throws Exception {
      client.close();
      sandbox.close();
    }
  }
}
