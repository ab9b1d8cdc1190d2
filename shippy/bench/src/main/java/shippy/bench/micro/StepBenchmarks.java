package shippy.bench.micro;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.json.RequestJson;
import shippy.proto.consignment.Consignment;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.registry.SnapshotFeed;

/** Ids, the JSON of a consignment, and a snapshot to a hundred watchers. */
@State(Scope.Benchmark)
public class StepBenchmarks {
  private static final int WATCHERS = 100;
  private static final String SERVICE = "shippy.service.vessel";
  private static final String JSON =
      """
      {"description": "This is a test consignment", "weight": 55000,
       "containers": [{"customer_id": "cust001", "user_id": "user001",
                       "origin": "Manchester, United Kingdom"}]}
      """;

  private final TimeOrderedIds ids = TimeOrderedIds.on(Clock.system());
  private final SnapshotFeed feed = new SnapshotFeed("bench");
  private final Semaphore told = new Semaphore(0);
  private final List<Snapshot> snapshots = List.of(snapshot("a"), snapshot("b"));
  private int turn;

  public StepBenchmarks() {
    for (int i = 0; i < WATCHERS; i++) {
      var unused = feed.subscribe(SERVICE, snapshot -> told.release(), null);
    }
  }

  private static Snapshot snapshot(String id) {
    return new Snapshot.Nodes(List.of(Node.of(SERVICE, id, "127.0.0.1:1")));
  }

  @Benchmark
  public String id() {
    return ids.next();
  }

  /** The baseline of {@link #id}. */
  @Benchmark
  public String uuid() {
    return UUID.randomUUID().toString();
  }

  @Benchmark
  public DynamicMessage readJson() {
    return RequestJson.read(JSON, Consignment.getDescriptor(), TypeRegistry.getEmptyTypeRegistry());
  }

  /** The baseline of {@link #readJson}. */
  @Benchmark
  public DynamicMessage protobufReadsJson() throws InvalidProtocolBufferException {
    DynamicMessage.Builder request = DynamicMessage.newBuilder(Consignment.getDescriptor());
    JsonFormat.parser().merge(JSON, request);
    return request.build();
  }

  @Benchmark
  public void tellHundredWatchers() throws InterruptedException {
    feed.publish(SERVICE, snapshots.get(turn));
    turn = 1 - turn; // equal ones are sent once
    told.acquire(WATCHERS);
  }

  @TearDown
  public void close() {
    feed.close();
  }
}
