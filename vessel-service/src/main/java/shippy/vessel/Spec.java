package shippy.vessel;

/** What a consignment needs of a vessel. */
record Spec(int containers, int weightKg) {
  Spec {
    if (containers <= 0 || weightKg <= 0) {
      throw new IllegalArgumentException(
          "spec: %d containers, %d kg (expected: both more than 0)"
              .formatted(containers, weightKg));
    }
  }
}
