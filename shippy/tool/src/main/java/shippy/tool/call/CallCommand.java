package shippy.tool.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.ListOutput;
import shippy.console.output.Output;
import shippy.console.output.OutputFormat;
import shippy.console.output.View;
import shippy.invoke.CallOptions;
import shippy.invoke.FailedCall;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.Reply;
import shippy.platform.CommandTrace;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.tool.registry.ListServices;

/** {@code shippy call SERVICE ENDPOINT [JSON|@FILE|-]}. */
@Command(
    name = "call",
    description = {
      "Call an endpoint of a service with JSON, and show the answer as JSON.",
      "With -o name, the instance that answered instead; with -v, also headers, trailers and time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy call vessel VesselService.GetVessels",
      "  shippy call vessel FindAvailable --capacity 2 --max_weight 900",
      "  shippy call vessel FindAvailable '{\"capacity\": 2, \"max_weight\": 900}'",
      "  shippy call consignment CreateConsignment @consignment.json",
      "  shippy call vessel GetVessels --count 30 -o name | sort | uniq -c"
    })
public final class CallCommand implements Action {
  public static final List<Setting<?>> SETTINGS =
      List.of(CallSettings.ADDRESS, CallSettings.TIMEOUT, CallSettings.COUNT);

  @Mixin private CallRequest request = new CallRequest();

  @Override
  public ExitCode run(Invocation call) {
    request.require("call");
    String given = request.given(call.io().in());
    CallOptions options = request.options(call.config(), Optional.empty());
    int count = call.config().get(CallSettings.COUNT);
    try (Platform platform = Platform.open(call.config());
        Invoker invoker = Invoker.of(platform);
        CommandTrace trace = CommandTrace.begin(platform, "shippy", "call")) {
      Method method = request.method(invoker, platform, options.address());
      CallOptions to = request.atNode(invoker, method, options);
      String json = request.json(given, method);
      Supplier<Reply> once = () -> invoker.call(method, json, to);
      if (count == 1) {
        Supplier<Duration> watch = platform.clock().stopwatch();
        Reply reply = detailed(once, method.endpoint(), watch, call.output());
        Duration took = watch.get();
        show(reply, call.output());
        if (call.output().verbose()) {
          new CallDetails(method.endpoint(), reply, took).tell(call.output());
        }
      } else {
        repeat(once, count, call.output(), platform.clock().stopwatch());
      }
    } catch (FailedCall e) {
      throw CallRequest.told(e);
    }
    return ExitCode.OK;
  }

  private static Reply detailed(
      Supplier<Reply> once, String endpoint, Supplier<Duration> watch, Output output) {
    try {
      return once.get();
    } catch (FailedCall e) {
      if (output.verbose()) {
        CallDetails.tell(endpoint, e, watch.get(), output);
      }
      throw e;
    }
  }

  private static void show(Reply reply, Output output) {
    if (output.format() == OutputFormat.NAME) {
      output.show(new ListServices.Names(List.of(reply.node())));
    } else {
      output.show(new JsonView(reply.json()));
    }
  }

  private static void repeat(
      Supplier<Reply> once, int count, Output output, Supplier<Duration> watch) {
    Map<String, Integer> nodes = new TreeMap<>();
    ListOutput answers = output.list("answers");
    boolean complete = false;
    try {
      for (int i = 0; i < count; i++) {
        Reply reply = once.get();
        nodes.merge(reply.node(), 1, Integer::sum);
        JsonView view = new JsonView(reply.json());
        output.table(view);
        answers.add(new View.Item(reply.node(), view::json));
      }
      complete = true;
    } finally {
      answers.end("complete", complete);
    }
    tell(nodes, count, watch.get(), output);
  }

  /** Tells how often each instance answered: equally often, if all are well. */
  private static void tell(Map<String, Integer> nodes, int count, Duration took, Output output) {
    String each =
        nodes.entrySet().stream()
            .map(node -> node.getKey() + " " + node.getValue())
            .collect(Collectors.joining(", "));
    output.tell(
        "%d calls in %.1f s: %s".formatted(count, took.toMillis() / 1000.0, each),
        json -> {
          json.writeStartObject();
          json.writeNumberField("calls", count);
          json.writeNumberField("millis", took.toMillis());
          json.writeObjectFieldStart("nodes");
          for (Map.Entry<String, Integer> node : nodes.entrySet()) {
            json.writeNumberField(node.getKey(), node.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
