package shippy.vessel;

import shippy.service.Service;

/** The program of {@code vessel-service.jar}. */
public final class VesselMain {
  private VesselMain() {}

  public static void main(String... args) {
    Service.named("shippy.service.vessel")
        .handler(VesselHandler::on)
        .handlersNeverBlock()
        .run(args);
  }
}
