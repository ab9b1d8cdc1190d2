package shippy.vessel;

import shippy.config.Settings;
import shippy.service.Service;

/** The program of {@code vessel-service.jar}. */
public final class VesselMain {
  private VesselMain() {}

  public static void main(String... args) {
    Service.named("shippy.service.vessel")
        .settings(Settings.STORAGE)
        .handler(VesselHandler::on)
        .handlersNeverBlock()
        .run(args);
  }
}
