package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Values;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import shippy.testkit.RunningCommand;

/** One call made by two programs, which have to tell the same of it. */
record CallComparison(RunningCommand buf, RunningCommand shippy) {
  private static final Duration LIMIT = Sandbox.START;

  /** Both succeed and print the same message, in whatever JSON; not one without content. */
  void requireSame(Message type) {
    assertThat(buf.exitCode(LIMIT)).as(buf.stderr()).isZero();
    assertThat(shippy.exitCode(LIMIT)).as(shippy.stderr()).isZero();
    requireSameOutput(type);
  }

  /** Both fail with this status and the same message. */
  void requireSame(Status.Code status) {
    assertThat(buf.exitCode(LIMIT)).as(buf.stderr()).isEqualTo(status.value() << 3);
    assertThat(shippy.exitCode(LIMIT)).as(shippy.stderr()).isEqualTo(1);
    Map<String, Value> error = Json.parse(buf.stderr());
    assertThat(error)
        .containsEntry("code", Values.of(status.name().toLowerCase(Locale.ROOT)))
        .containsKey("message");
    assertThat(shippy.stderr())
        .startsWith(
            "error: " + error.getOrDefault("message", Values.ofNull()).getStringValue() + "\n")
        .contains("status " + status + " from ");
  }

  /** Both print the same first message of a stream and go on until they are interrupted. */
  void requireSameUntilInterrupted(String word, Message type) {
    buf.awaitLine(word, LIMIT);
    shippy.awaitLine(word, LIMIT);
    buf.interrupt();
    shippy.interrupt();
    assertThat(buf.exitCode(LIMIT)).as(buf.stderr()).isEqualTo(Status.Code.CANCELLED.value() << 3);
    assertThat(shippy.exitCode(LIMIT)).as(shippy.stderr()).isEqualTo(130);
    requireSameOutput(type);
  }

  private void requireSameOutput(Message type) {
    assertThat(read(buf.stdout(), type)).isEqualTo(read(shippy.stdout(), type)).isNotEqualTo(type);
  }

  /** A message of this type as JSON, with either kind of field names. */
  @SuppressWarnings("unchecked") // a builder builds what it is of
  static <M extends Message> M read(String json, M type) {
    Message.Builder message = type.newBuilderForType();
    try {
      JsonFormat.parser().merge(json, message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not a " + type.getDescriptorForType().getName() + ": " + json, e);
    }
    return (M) message.build();
  }
}
