package shippy.vessel;

/** What a consignment needs of a vessel. */
record CargoSize(int containers, int weightKg) {
  CargoSize {
    if (containers <= 0 || weightKg <= 0) {
      throw new IllegalArgumentException(
          "size: %d containers, %d kg (expected: both more than 0)"
              .formatted(containers, weightKg));
    }
  }
}
