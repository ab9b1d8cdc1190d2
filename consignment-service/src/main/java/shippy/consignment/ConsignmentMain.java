package shippy.consignment;

import shippy.config.Settings;
import shippy.service.Service;

/** The program of {@code consignment-service.jar}. */
public final class ConsignmentMain {
  private ConsignmentMain() {}

  public static void main(String... args) {
    Service.named("shippy.service.consignment")
        .settings(Settings.STORAGE)
        .handler(ConsignmentHandler::on)
        .handlersNeverBlock()
        .run(args);
  }
}
