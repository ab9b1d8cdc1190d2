package shippy.tool;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.gateway.Gateway;
import shippy.gateway.GatewayOptions;
import shippy.gateway.HandlerKind;
import shippy.platform.Platform;
import shippy.platform.Signals;
import shippy.problem.ExitCode;
import shippy.registry.HostPort;
import shippy.run.RunCommand;

/** {@code shippy api}. */
@Command(
    name = "api",
    description = {
      "Serve all services over HTTP until Ctrl-C, and a page that shows them. Paths are those of"
          + " 'micro api': /consignment/shippingService/getConsignments is"
          + " ShippingService.GetConsignments of shippy.service.consignment. Those that services"
          + " declare by google.api.http go before them: shippy describe SERVICE METHOD names them.",
      "Listens on this machine only, unless --address says otherwise; nobody is asked who he is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy api                                   then open http://127.0.0.1:8080/",
      "  curl http://127.0.0.1:8080/services          who is there",
      "  curl http://127.0.0.1:8080/consignment/shippingService/getConsignments",
      "  curl -d '{}' http://127.0.0.1:8080/shippy.service.vessel/GetVessels",
      "  shippy api --namespace=go.micro --type=api   for services named as go-micro's"
    })
final class ApiCommand implements Action {
  private static final Setting<HostPort> ADDRESS =
      setting(
          "address",
          "127.0.0.1:8080",
          "host:port to listen on; port 0 takes a free one",
          new Format<>("host:port, such as 127.0.0.1:8080", HostPort::parse));
  private static final Setting<HandlerKind> HANDLER =
      setting(
          "handler",
          "meta",
          "what becomes of a path: rpc (the request is the message), api (go.api.Request), http"
              + " (forwarded), meta (rpc or api, by the method)",
          Format.oneOf(HandlerKind.class));
  private static final Setting<String> NAMESPACE =
      setting("namespace", "shippy", "what service names begin with", Format.text());
  private static final Setting<String> TYPE =
      setting("type", "service", "what comes next in service names", Format.text());

  static final List<Setting<?>> SETTINGS =
      List.of(ADDRESS, HANDLER, NAMESPACE, TYPE, Settings.TRACE_UI);

  @Option(
      names = {"--enable_cors", "--enable-cors"},
      description = "let pages of other sites call, whatever they are")
  private boolean cors;

  @Option(
      names = {"--enable_get", "--enable-get"},
      description =
          "let GET call methods that declare no idempotency_level, where other machines reach the"
              + " gateway; on loopback it always does")
  private boolean undeclaredGet;

  private static <T> Setting<T> setting(
      String name, String fallback, String description, Format<T> format) {
    String variable = "MICRO_API_" + name.toUpperCase(Locale.ROOT);
    return new Setting<>(
        name, Optional.of(fallback), description, format, false, List.of(variable), false);
  }

  @Override
  public ExitCode run(Invocation call) {
    Config config = call.config();
    GatewayOptions options =
        new GatewayOptions(
            config.get(ADDRESS),
            config.get(HANDLER),
            config.get(NAMESPACE) + "." + config.get(TYPE),
            cors,
            undeclaredGet,
            RunCommand.START);
    Console.followLogs(call.live());
    try (Platform platform = Platform.open(call.live());
        Gateway gateway = gateway(platform, options)) {
      CountDownLatch stopped = new CountDownLatch(1);
      Signals.install().onFirst(stopped::countDown);
      call.io().out().println("HTTP API Listening on " + gateway.url());
      stopped.await();
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static Gateway gateway(Platform platform, GatewayOptions options) {
    platform.exportAs("shippy-gateway");
    return Gateway.start(platform, options);
  }
}
