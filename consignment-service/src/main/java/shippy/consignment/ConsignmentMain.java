package shippy.consignment;

import shippy.service.Service;

/** The program of {@code consignment-service.jar}. */
public final class ConsignmentMain {
  private ConsignmentMain() {}

  public static void main(String... args) {
    Service.named("shippy.service.consignment")
        .handler(ConsignmentHandler::on)
        .handlersNeverBlock()
        .run(args);
  }
}
