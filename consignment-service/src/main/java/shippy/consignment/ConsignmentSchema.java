package shippy.consignment;

import shippy.store.Schema;

/** The tables of this service. Times are microseconds since 1970-01-01 UTC. */
final class ConsignmentSchema {
  static final Schema SCHEMA =
      Schema.named("consignment")
          .then(
              """
              CREATE TABLE consignment (
                id {id} PRIMARY KEY,
                created_at BIGINT NOT NULL,
                state TEXT NOT NULL
                  CHECK (state IN ('PENDING', 'CONFIRMED', 'ABORTED', 'CANCELLED')),
                vessel_id {id},
                refusal TEXT,
                description TEXT NOT NULL,
                weight INTEGER NOT NULL CHECK (weight > 0),
                containers {bytes} NOT NULL,
                settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
                claimed_until BIGINT NOT NULL,
                CHECK (state <> 'CONFIRMED' OR vessel_id IS NOT NULL),
                CHECK ((state = 'ABORTED') = (refusal IS NOT NULL)))
              """,
              "CREATE INDEX consignment_order ON consignment (created_at, id)",
              """
              CREATE INDEX consignment_unsettled ON consignment (claimed_until) WHERE settled = 0
              """);

  private ConsignmentSchema() {}
}
