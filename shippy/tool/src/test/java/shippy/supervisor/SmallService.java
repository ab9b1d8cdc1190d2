package shippy.supervisor;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import shippy.service.Service;

/** A real service without methods. */
final class SmallService {
  private static final BindableService NOTHING =
      () -> ServerServiceDefinition.builder("nothing").build();

  private SmallService() {}

  public static void main(String... args) {
    Service.named("small").handler(NOTHING).run(args);
  }
}
