package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that notes its steps, insists on their order as gRPC's own does, and ends when told. */
final class ScriptedCall extends ClientCall<String, String> {
  final List<String> steps = new ArrayList<>();
  private final Consumer<String> during;
  private @Nullable Listener<String> listener;
  private @Nullable Metadata headers;
  private boolean ended;
  private boolean cancelled;

  /** A call during whose steps something else happens. */
  ScriptedCall(Consumer<String> during) {
    this.during = during;
  }

  Listener<String> listener() {
    return requireNonNull(listener, "listener");
  }

  Metadata headers() {
    return requireNonNull(headers, "headers");
  }

  boolean isCancelled() {
    return cancelled;
  }

  void end(Status status) {
    end(status, new Metadata());
  }

  void end(Status status, Metadata trailers) {
    if (!ended) {
      ended = true;
      listener().onClose(status, trailers);
    }
  }

  @Override
  public void start(Listener<String> told, Metadata sent) {
    listener = told;
    headers = sent;
    during.accept(note("start"));
  }

  @Override
  public void request(int messages) {
    step("request");
  }

  @Override
  public void sendMessage(String message) {
    step("message");
  }

  @Override
  public void halfClose() {
    step("half-close");
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    cancelled = true;
    end(Status.CANCELLED.withDescription(message));
  }

  private void step(String name) {
    if (listener == null || cancelled || steps.contains("half-close")) {
      throw new IllegalStateException("%s after %s".formatted(name, steps));
    }
    during.accept(note(name));
  }

  private String note(String step) {
    steps.add(step);
    return step;
  }
}
