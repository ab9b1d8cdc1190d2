package shippy.demo;

import java.util.Locale;

/** The two services of the demo. */
enum ServiceRole {
  VESSEL,
  CONSIGNMENT;

  /** Short, for the screen. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name it registers under. */
  String service() {
    return "shippy.service." + word();
  }
}
