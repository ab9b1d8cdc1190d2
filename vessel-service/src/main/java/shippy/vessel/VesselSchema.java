package shippy.vessel;

import shippy.store.Schema;

/** The tables of this service. Their checks are the last net under "never oversold". */
final class VesselSchema {
  static final Schema SCHEMA =
      Schema.named("vessel")
          .then(
              """
              CREATE TABLE vessel (
                id {id} PRIMARY KEY,
                name TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                capacity INTEGER NOT NULL CHECK (capacity > 0),
                max_weight INTEGER NOT NULL CHECK (max_weight > 0),
                used_capacity BIGINT NOT NULL CHECK (used_capacity BETWEEN 0 AND capacity),
                used_weight BIGINT NOT NULL CHECK (used_weight BETWEEN 0 AND max_weight))
              """,
              """
              CREATE TABLE reservation (
                id {id} PRIMARY KEY,
                vessel_id {id} REFERENCES vessel (id),
                containers INTEGER CHECK (containers > 0),
                weight INTEGER CHECK (weight > 0),
                state TEXT NOT NULL CHECK (state IN ('RESERVED', 'CONFIRMED', 'RELEASED')),
                CHECK (state = 'RELEASED' OR (vessel_id IS NOT NULL
                  AND containers IS NOT NULL AND weight IS NOT NULL)))
              """);

  private VesselSchema() {}
}
