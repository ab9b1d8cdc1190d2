package shippy.tool.run;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import shippy.config.Config;
import shippy.config.DataDirectory;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.service.Service;

/**
 * A real service without methods that says where its data would be, something of a trace, and when
 * it ends.
 */
final class SmallService {
  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static final BindableService NOTHING =
      () -> ServerServiceDefinition.builder("nothing").build();

  private SmallService() {}

  public static void main(String... args) {
    Service.named("small")
        .settings(Settings.STORAGE)
        .handler(SmallService::sayWhereDataIs)
        .run(args);
  }

  private static BindableService sayWhereDataIs(Platform platform) {
    Config config = platform.config();
    System.out.printf(
        "store %s, data in %s%n",
        config.find(Settings.STORE).orElse("by default"), DataDirectory.of(config));
    System.out.println("level=info trace_id=" + TRACE + " a line of a call");
    System.out.println("  and what belongs to it");
    System.out.println("level=info another line");
    platform.own(() -> System.out.println("last words"));
    return NOTHING;
  }
}
