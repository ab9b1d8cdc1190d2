package shippy.demo;

/** The two services of the demo. */
enum ServiceRole {
  VESSEL("vessel", "shippy.service.vessel"),
  CONSIGNMENT("consignment", "shippy.service.consignment");

  private final String word;
  private final String service;

  ServiceRole(String word, String service) {
    this.word = word;
    this.service = service;
  }

  /** Short, for the screen. */
  String word() {
    return word;
  }

  /** The name it registers under. */
  String service() {
    return service;
  }
}
