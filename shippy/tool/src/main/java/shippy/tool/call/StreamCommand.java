package shippy.tool.call;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.ShutdownInterrupt;
import shippy.console.output.ListOutput;
import shippy.console.output.View;
import shippy.invoke.CallOptions;
import shippy.invoke.FailedCall;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.platform.Platform;
import shippy.problem.ExitCode;

/** {@code shippy stream SERVICE ENDPOINT [JSON|@FILE|-]}. */
@Command(
    name = "stream",
    description = "Call an endpoint that streams, and show each answer as it comes, until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy stream vessel grpc.health.v1.Health/Watch",
      "  shippy stream vessel Health/Watch '{\"service\": \"shippy.registry\"}' -o" + " jsonl"
    })
public final class StreamCommand implements Action {
  public static final List<Setting<?>> SETTINGS =
      List.of(CallSettings.ADDRESS, CallSettings.TIMEOUT);

  private static final Duration LONGEST = Duration.ofDays(7);

  @Mixin private CallRequest request = new CallRequest();

  /** The reader of the results has left. */
  private static final class Left extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public ExitCode run(Invocation call) {
    request.require("stream");
    String given = request.given(call.io().in());
    CallOptions options = request.options(call.config(), LONGEST);
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread();
        Platform platform = Platform.open(call.config());
        Invoker invoker = Invoker.of(platform)) {
      Method method = request.method(invoker, platform, options.address());
      String json = request.json(given, method);
      return stream(invoker, method, json, request.atNode(invoker, method, options), call);
    }
  }

  private static ExitCode stream(
      Invoker invoker, Method method, String json, CallOptions options, Invocation call) {
    ListOutput answers = call.output().list("answers");
    boolean complete = false;
    try {
      invoker.stream(method, json, options, answer -> show(answer, answers, call));
      complete = true;
      return ExitCode.OK;
    } catch (Left e) {
      return ExitCode.OK;
    } catch (FailedCall e) {
      if (Thread.currentThread().isInterrupted()) {
        return ExitCode.INTERRUPTED;
      }
      throw CallRequest.told(e);
    } finally {
      answers.end("complete", complete);
    }
  }

  private static void show(String answer, ListOutput answers, Invocation call) {
    JsonView view = new JsonView(answer);
    call.output().table(view);
    answers.add(new View.Item("", view::json));
    if (call.io().outIsLeft()) {
      throw new Left();
    }
  }
}
