package shippy.vessel;

import java.util.List;

/** The vessels of a service that starts for the first time. */
final class FirstFleet {
  private static final String OWNER = "shippy";

  /** By size; the tutorial's vessel comes first, so that best fit sends its sample there. */
  static final List<Vessel> VESSELS =
      List.of(
          Vessel.empty("vessel001", "Kane's Salty Secret", OWNER, 500, 200_000),
          Vessel.empty("vessel002", "Boaty McBoatface", OWNER, 2_000, 20_000_000),
          Vessel.empty("vessel003", "Unsinkable II", OWNER, 24_000, 200_000_000));

  private FirstFleet() {}
}
