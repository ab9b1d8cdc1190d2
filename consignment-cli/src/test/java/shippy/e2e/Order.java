package shippy.e2e;

import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;

/** What a writer asks a vessel for: the id is made before the first attempt. */
record Order(String id, int containers, int weightKg) {
  /** The same message each time. */
  Consignment message() {
    Consignment.Builder message =
        Consignment.newBuilder().setId(id).setDescription("storm cargo").setWeight(weightKg);
    for (int i = 0; i < containers; i++) {
      message.addContainers(Container.newBuilder().setId(id + "-" + i).setOrigin("Leith"));
    }
    return message.build();
  }
}
