package shippy.tool.call;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.ServiceSchema;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.HostPort;
import shippy.registry.ShortServiceName;

/** {@code shippy describe SERVICE[.METHOD]}. */
@Command(
    name = "describe",
    description =
        "Show the methods of a service; of one method, its request, its response and a request to"
            + " fill in.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy describe vessel",
      "  shippy describe vessel.FindAvailable",
      "  shippy describe consignment CreateConsignment -o json | jq .template"
    })
public final class DescribeCommand implements Action {
  public static final List<Setting<?>> SETTINGS = List.of(CallSettings.ADDRESS);

  @Parameters(
      index = "0",
      paramLabel = "SERVICE[.METHOD]",
      description = "A name from 'shippy list services', or its end: vessel.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "METHOD",
      description = "Service.Method, package.Service/Method, or a method's name alone.")
  private String method = "";

  @Override
  public ExitCode run(Invocation call) {
    Optional<HostPort> address = call.config().find(CallSettings.ADDRESS);
    try (Platform platform = Platform.open(call.config());
        Invoker invoker = Invoker.of(platform)) {
      Wanted wanted = new Wanted(name, method);
      if (method.isEmpty() && address.isEmpty() && platform.registry().canList()) {
        wanted = Wanted.of(name, platform.registry().services());
      }
      ShortServiceName service = new ShortServiceName(wanted.service());
      ServiceSchema schema =
          address
              .map(at -> invoker.schema(service.typed(), at))
              .orElseGet(() -> service.resolve(platform.registry(), invoker::schema));
      if (wanted.method().isEmpty()) {
        call.output().show(new SchemaView(schema));
      } else {
        Method found = schema.method(wanted.method());
        call.output().show(new MethodView(found));
      }
    }
    return ExitCode.OK;
  }

  /**
   * What is to be described.
   *
   * @param method empty for the service itself
   */
  record Wanted(String service, String method) {
    /** The longest name of a service that the text begins with; the rest names a method. */
    static Wanted of(String text, List<String> services) {
      int end = text.length();
      while (end > 0) {
        String service = new ShortServiceName(text.substring(0, end)).among(services);
        if (services.contains(service)) {
          return new Wanted(service, text.substring(Math.min(end + 1, text.length())));
        }
        end = text.lastIndexOf('.', end - 1);
      }
      return new Wanted(text, "");
    }
  }
}
