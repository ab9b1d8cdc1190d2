package shippy.client.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No lock is held while a call's step is taken, so whatever another thread may do meanwhile is done
 * here within that step: each interleaving is forced, and always the same.
 */
class RepeatedCallTest {
  private static final Status CUT = Status.UNKNOWN.withCause(new ClosedChannelException());
  private static final Metadata.Key<String> NAME =
      Metadata.Key.of("name", Metadata.ASCII_STRING_MARSHALLER);
  private static final List<String> WHOLE = List.of("start", "request", "message", "half-close");

  private final List<String> told = new ArrayList<>();
  private final List<ScriptedCall> made = new ArrayList<>();
  private final Deque<Runnable> caller = new ArrayDeque<>();
  private String cutAt = "";
  private String goOnAt = "";
  private String cancelAt = "";
  private boolean cancelled;
  private boolean endedByService;
  private String refused = "";
  private RepeatedCall<String, String> call = unary();

  private RepeatedCall<String, String> unary() {
    made.clear();
    return new RepeatedCall<>(this::make, true, null);
  }

  private ScriptedCall make(TrailersTracer end) {
    if (endedByService) {
      end.newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata())
          .inboundTrailers(new Metadata());
    }
    String which = made.isEmpty() ? "first" : "second";
    ScriptedCall next = new ScriptedCall(step -> meanwhile(which, step));
    made.add(next);
    if (which.equals("second")) {
      meanwhile(which, "made");
    }
    return next;
  }

  /** What others do while a step is taken. */
  private void meanwhile(String which, String step) {
    String at = which + " " + step;
    if (at.equals(cancelAt)) {
      cancel();
    }
    if (at.equals(goOnAt)) {
      goOn();
    }
    if (at.equals("first " + cutAt)) {
      made.get(0).end(CUT);
    }
  }

  private void cancel() {
    cancelled = true;
    call.cancel("enough", null);
  }

  /** The caller takes the steps that are left. */
  private void goOn() {
    for (Runnable step = caller.poll(); step != null; step = caller.poll()) {
      try {
        step.run();
      } catch (IllegalStateException e) {
        assertThat(cancelled).as("the call may refuse the step: %s", e).isTrue();
      }
    }
  }

  private void run() {
    caller.add(() -> call.start(new Told(), headers("one")));
    caller.add(() -> call.request(2));
    caller.add(() -> call.sendMessage("hello"));
    caller.add(call::halfClose);
    goOn();
  }

  static Stream<Arguments> interleavings() {
    List<String> steps = List.of("start", "request", "message", "half-close");
    List<String> cancels = new ArrayList<>(List.of("never", "second made", "afterwards"));
    steps.forEach(step -> cancels.addAll(List.of("first " + step, "second " + step)));
    return Stream.concat(steps.stream(), Stream.of("afterwards"))
        .flatMap(
            cut ->
                Stream.of("later", "second made", "second start", "second request")
                    .flatMap(on -> cancels.stream().map(off -> Arguments.of(cut, on, off))));
  }

  @ParameterizedTest(name = "cut off at {0}, the caller goes on at {1} and cancels at {2}")
  @MethodSource("interleavings")
  void caller_always_hears_of_the_end_once(String cut, String goOn, String cancel) {
    cutAt = cut;
    goOnAt = goOn;
    cancelAt = cancel;

    run();
    if (cut.equals("afterwards")) {
      made.get(0).end(CUT);
    }
    if (!cancelled && !cancel.equals("never")) {
      cancel();
    }

    if (cancelled) {
      assertThat(told).hasSize(1).first().asString().containsAnyOf("CANCELLED", "UNKNOWN");
      assertThat(WHOLE).startsWith(made.get(made.size() - 1).steps.toArray(String[]::new));
    } else {
      assertThat(told).isEmpty();
      assertThat(made.get(1).steps).isEqualTo(WHOLE);
      made.get(1).end(Status.OK);
      assertThat(told).containsExactly("end OK");
    }
  }

  @Test
  void cancel_of_a_call_that_was_repeated_ends_it() {
    run();
    made.get(0).end(CUT);
    cancel();

    assertThat(told).containsExactly("end CANCELLED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "CANCELLED", "UNAVAILABLE"})
  void what_the_service_itself_answered_is_final(String code) {
    endedByService = true;
    call = unary();
    run();

    made.get(0).end(Status.Code.valueOf(code).toStatus().withCause(CUT.getCause()));

    assertThat(told).containsExactly("end " + code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "CANCELLED", "UNAVAILABLE"})
  void answer_without_its_end_is_dropped_and_the_call_repeated(String code) {
    run();
    made.get(0).listener().onHeaders(headers("first"));
    made.get(0).listener().onMessage("first");

    made.get(0).end(Status.Code.valueOf(code).toStatus().withCause(CUT.getCause()));
    made.get(1).listener().onHeaders(headers("second"));
    made.get(1).listener().onMessage("second");
    made.get(1).end(Status.OK);

    assertThat(told).containsExactly("headers second", "message second", "end OK");
  }

  @Test
  void answer_of_the_first_call_reaches_the_caller() {
    run();
    made.get(0).listener().onHeaders(headers("first"));
    made.get(0).listener().onMessage("first");
    made.get(0).end(Status.OK);

    assertThat(told).containsExactly("headers first", "message first", "end OK");
    assertThat(made).hasSize(1);
  }

  @Test
  void caller_that_fails_at_an_answer_hears_of_the_end_as_from_grpc() {
    refused = "message";
    run();
    made.get(0).listener().onHeaders(headers("first"));
    made.get(0).listener().onMessage("message");
    made.get(0).end(Status.OK);

    assertThat(told).containsExactly("headers first", "end CANCELLED");
  }

  @Test
  void stream_is_not_repeated_once_it_has_begun() {
    made.clear();
    call = new RepeatedCall<>(this::make, false, null);
    run();
    made.get(0).listener().onHeaders(headers("first"));
    made.get(0).listener().onMessage("first");
    assertThat(told).containsExactly("headers first", "message first");

    made.get(0).end(CUT);

    assertThat(told).last().isEqualTo("end UNKNOWN");
  }

  @Test
  void call_is_repeated_once() {
    run();
    made.get(0).end(CUT);
    made.get(1).end(CUT);

    assertThat(told).containsExactly("end UNKNOWN");
  }

  @Test
  void failure_before_any_answer_is_left_to_grpc() {
    run();
    made.get(0).end(Status.UNAVAILABLE);

    assertThat(told).containsExactly("end UNAVAILABLE");
  }

  @Test
  void second_call_has_headers_of_its_own_as_the_caller_gave_them() {
    run();
    made.get(0).headers().put(NAME, "added by the first");
    made.get(0).end(CUT);

    assertThat(made.get(1).headers().getAll(NAME)).containsExactly("one");
  }

  private static Metadata headers(String name) {
    Metadata headers = new Metadata();
    headers.put(NAME, name);
    return headers;
  }

  /** Notes what the caller is told. */
  private final class Told extends ClientCall.Listener<String> {
    @Override
    public void onHeaders(Metadata headers) {
      told.add("headers " + headers.get(NAME));
    }

    @Override
    public void onMessage(String message) {
      if (message.equals(refused)) {
        throw new IllegalStateException("as told");
      }
      told.add("message " + message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      told.add("end " + status.getCode());
    }
  }
}
