package shippy.tool.call;

import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
import shippy.platform.CommandTrace;
import shippy.platform.Platform;
import shippy.problem.ExitCode;

/** {@code shippy stream SERVICE ENDPOINT [JSON|@FILE|-]}. */
@Command(
    name = "stream",
    description = {
      "Call an endpoint that streams, and show each answer as it comes, until Ctrl-C.",
      "If it takes a stream of requests, they are JSON documents, one after another, by default on"
          + " standard input."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy stream vessel grpc.health.v1.Health/Watch",
      "  shippy stream vessel ServerReflectionInfo '{\"list_services\": \"\"}'",
      "  shippy stream harbour Track < positions.jsonl",
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
    CallOptions options = request.options(call.config(), Optional.of(LONGEST));
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread();
        Platform platform = Platform.open(call.config());
        Invoker invoker = Invoker.of(platform);
        CommandTrace trace = CommandTrace.begin(platform, "shippy", "stream")) {
      Method method = request.method(invoker, platform, options.address());
      CallOptions to = request.atNode(invoker, method, options);
      InputStream in = call.io().in();
      if (!method.clientStreaming()) {
        String json = request.json(request.given(in), method);
        return stream(call, each -> invoker.stream(method, json, to, each));
      }
      if (request.readsKeyboard(call.io())) {
        call.output().remark("type JSON, one document after another; Ctrl-D ends them");
      }
      Iterator<String> documents = request.documents(method, in);
      return stream(call, each -> invoker.stream(method, documents, to, each));
    }
  }

  private static ExitCode stream(Invocation call, Consumer<Consumer<String>> exchange) {
    ListOutput answers = call.output().list("answers");
    boolean complete = false;
    try {
      exchange.accept(answer -> show(answer, answers, call));
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
