package shippy.invoke;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServerReflectionResponse.MessageResponseCase;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Asks one instance for its schema by gRPC reflection. One use, one thread. */
final class Reflection {
  private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1 =
      ServerReflectionGrpc.getServerReflectionInfoMethod();

  /** The older version has the same messages. */
  private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1ALPHA =
      V1.toBuilder()
          .setFullMethodName("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
          .build();

  private static final int MAX_SERVICES = 100;
  private static final int MAX_TOLD = 10;

  private final BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call;
  private final FileSet files = new FileSet();

  private Reflection(BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call) {
    this.call = call;
  }

  /**
   * The gRPC services that the instance describes; empty if it has no reflection.
   *
   * @throws StatusRuntimeException if it does not answer in time
   * @throws ProblemException if what it describes makes no sense
   */
  static Optional<List<ServiceDescriptor>> read(Channel channel, Duration limit) {
    return read(channel, V1, limit).or(() -> read(channel, V1ALPHA, limit));
  }

  /** Empty if there is no such reflection service. */
  private static Optional<List<ServiceDescriptor>> read(
      Channel channel,
      MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> version,
      Duration limit) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS);
    BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call =
        ClientCalls.blockingBidiStreamingCall(channel, version, options);
    try {
      return Optional.of(new Reflection(call).services());
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw new StatusRuntimeException(e.getStatus(), e.getTrailers());
    } catch (InterruptedException e) {
      throw Problem.interrupted("asking for the schema", e);
    } finally {
      call.cancel("no more questions", null);
    }
  }

  private List<ServiceDescriptor> services() throws StatusException, InterruptedException {
    List<String> names = names();
    for (String name : names) {
      ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(name));
    }
    Set<String> asked = new HashSet<>();
    Deque<String> missing = new ArrayDeque<>(files.missing());
    while (!missing.isEmpty()) {
      String name = missing.remove();
      if (asked.add(name)) {
        ask(ServerReflectionRequest.newBuilder().setFileByFilename(name));
        missing.addAll(files.missing());
      }
    }
    return find(names, files.link());
  }

  private List<String> names() throws StatusException, InterruptedException {
    List<String> names =
        answer(ServerReflectionRequest.newBuilder().setListServices("*"))
            .getListServicesResponse()
            .getServiceList()
            .stream()
            .map(ServiceResponse::getName)
            .distinct()
            .toList();
    if (names.size() > MAX_SERVICES) {
      throw Problem.of(
              ExitCode.FAILED,
              "schema by reflection: %d gRPC services (expected: at most %d)"
                  .formatted(names.size(), MAX_SERVICES))
          .toException();
    }
    return names;
  }

  /** Adds the files of the answer. An error has none: the instance does not know the name. */
  private void ask(ServerReflectionRequest.Builder question)
      throws StatusException, InterruptedException {
    ServerReflectionResponse answer = answer(question);
    if (answer.getMessageResponseCase() == MessageResponseCase.FILE_DESCRIPTOR_RESPONSE) {
      for (ByteString raw : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
        files.add(raw);
      }
    }
  }

  private ServerReflectionResponse answer(ServerReflectionRequest.Builder question)
      throws StatusException, InterruptedException {
    call.write(question.build());
    @Nullable ServerReflectionResponse answer = call.read();
    if (answer == null) {
      throw Status.UNAVAILABLE.withDescription("reflection ended early").asException();
    }
    return answer;
  }

  private static List<ServiceDescriptor> find(List<String> names, List<FileDescriptor> files) {
    List<ServiceDescriptor> found = new ArrayList<>();
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        if (names.contains(service.getFullName())) {
          found.add(service);
        }
      }
    }
    return found;
  }

  /** Says that these instances neither describe nor list methods. */
  static ProblemException none(List<String> asked) {
    return Problem.of(ExitCode.FAILED, "the service has no reflection, which describes its methods")
        .withFact("asked: " + String.join(", ", asked.subList(0, Math.min(asked.size(), MAX_TOLD))))
        .withFact("nor does the registry list its methods")
        .withLikely("it is no shippy service, or one of an older version")
        .withFix("shippy get service NAME", "what the registry knows of its methods")
        .toException();
  }
}
