package shippy.consignment;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import shippy.consignment.Vessels.Cause;
import shippy.consignment.Vessels.Refused;
import shippy.consignment.Vessels.Reply;
import shippy.consignment.Vessels.Taken;

/** What the vessel service promises, as one ship: idempotent, with tombstones. */
final class ModelFleet {
  private final int maxWeightKg;
  private final Map<String, Integer> live = new TreeMap<>();
  private final Set<String> confirmed = new TreeSet<>();
  private final Set<String> released = new TreeSet<>();

  ModelFleet(int maxWeightKg) {
    this.maxWeightKg = maxWeightKg;
  }

  synchronized Reply reserve(String id, int weightKg) {
    int used = live.values().stream().mapToInt(Integer::intValue).sum();
    if (live.containsKey(id)) {
      return new Taken("v1");
    }
    if (released.contains(id) || used + weightKg > maxWeightKg) {
      return new Refused("no room", Cause.NO_ROOM);
    }
    live.put(id, weightKg);
    return new Taken("v1");
  }

  synchronized Map<String, Status> confirm(List<String> ids) {
    Map<String, Status> refused = new TreeMap<>();
    for (String id : ids) {
      if (live.containsKey(id)) {
        confirmed.add(id);
      } else {
        refused.put(id, released.contains(id) ? Status.FAILED_PRECONDITION : Status.NOT_FOUND);
      }
    }
    return refused;
  }

  synchronized boolean release(String id) {
    live.remove(id);
    confirmed.remove(id);
    return released.add(id);
  }

  /** The ids that hold capacity. */
  synchronized Set<String> live() {
    return new TreeSet<>(live.keySet());
  }

  /** Those of them whose place is final. */
  synchronized Set<String> confirmed() {
    return new TreeSet<>(confirmed);
  }
}
