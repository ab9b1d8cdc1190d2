package shippy.gomicro;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import shippy.json.ReplyJson;
import shippy.json.RequestJson;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.service.Statuses;

/**
 * Translates the messages of a method, which are JSON for the caller and protobuf's bytes for the
 * handler. Fields have the names of the proto, as go-micro writes them. Immutable.
 */
final class JsonMessages {
  private static final Map<MethodDescriptor, JsonMessages> BY_METHOD = new ConcurrentHashMap<>();

  private final MethodDescriptor method;
  private final TypeRegistry types;

  private JsonMessages(MethodDescriptor method) {
    this.method = method;
    this.types =
        TypeRegistry.newBuilder().add(method.getInputType()).add(method.getOutputType()).build();
  }

  /** Starts the call, whose messages are input streams. */
  @SuppressWarnings("unchecked") // the messages are input streams
  static <Q, A> ServerCall.Listener<Q> translate(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Object schema = call.getMethodDescriptor().getSchemaDescriptor();
    if (!(schema instanceof ProtoMethodDescriptorSupplier described)) {
      return next.startCall(
          call,
          headers); // no message of protobuf: an unknown method, or one with a form of its own
    }
    JsonMessages json =
        BY_METHOD.computeIfAbsent(described.getMethodDescriptor(), JsonMessages::new);
    ServerCall<Q, A> answering =
        new SimpleForwardingServerCall<Q, A>(call) {
          @Override
          public void sendMessage(A message) {
            A answer;
            try {
              answer = (A) json.write((InputStream) message);
            } catch (StatusRuntimeException e) { // the handler could not tell the caller
              close(e.getStatus(), new Metadata());
              return;
            }
            super.sendMessage(answer);
          }
        };
    return new SimpleForwardingServerCallListener<Q>(next.startCall(answering, headers)) {
      @Override
      public void onMessage(Q message) {
        super.onMessage((Q) json.read((InputStream) message));
      }
    };
  }

  private InputStream read(InputStream json) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(json.readAllBytes()))
              .toString();
      return RequestJson.read(text, method.getInputType(), types).toByteString().newInput();
    } catch (ProblemException e) {
      throw Statuses.of(Status.Code.INVALID_ARGUMENT, text(e.problem()));
    } catch (CharacterCodingException e) {
      throw Statuses.invalid("request", "bytes that are no UTF-8", "JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Problem problem) {
    List<String> parts = new ArrayList<>(List.of(problem.what()));
    problem.likely().ifPresent(parts::add);
    parts.addAll(problem.facts());
    return String.join("; ", parts);
  }

  private InputStream write(InputStream message) {
    try (message) {
      DynamicMessage answer = DynamicMessage.parseFrom(method.getOutputType(), message);
      String json = ReplyJson.write(answer, method.getName(), types);
      return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    } catch (ProblemException e) {
      throw Statuses.of(Status.Code.INTERNAL, text(e.problem()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a handler's message can be read
    }
  }
}
