package shippy.invoke;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.TypeRegistry;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Endpoint;

/** A method of a service, as its own reflection describes it or a registry lists it. Immutable. */
public final class Method {
  private final String service;
  private final Messages messages;
  private final io.grpc.MethodDescriptor<byte[], byte[]> rpc;
  private final String dotted;

  private Method(String service, Messages messages, io.grpc.MethodDescriptor<byte[], byte[]> rpc) {
    this.service = service;
    this.messages = messages;
    this.rpc = rpc;
    this.dotted = "." + fullName().replace('/', '.');
  }

  static Method described(
      String service, MethodDescriptor descriptor, TypeRegistry types, ProtoComments comments) {
    IdempotencyLevel level = descriptor.getOptions().getIdempotencyLevel();
    return new Method(
        service,
        new DescribedMessages(descriptor, types, comments),
        rpc(descriptor.getService().getFullName(), descriptor.getName(), type(descriptor))
            .setIdempotent(level != IdempotencyLevel.IDEMPOTENCY_UNKNOWN)
            .setSafe(level == IdempotencyLevel.NO_SIDE_EFFECTS)
            .build());
  }

  /** Empty for what is no method: go-micro lists subscribers too. */
  static Optional<Method> listed(String service, Endpoint endpoint) {
    String[] names = endpoint.name().split("\\.", -1);
    if (names.length != 2 || endpoint.metadata().containsKey("subscriber")) {
      return Optional.empty();
    }
    boolean stream = Boolean.parseBoolean(endpoint.metadata().get("stream"));
    MethodType type = stream ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    return Optional.of(
        new Method(
            service,
            new ListedMessages(endpoint),
            rpc(service + "." + names[0], names[1], type).build()));
  }

  /** The name it is registered by, such as {@code shippy.service.vessel}. */
  public String service() {
    return service;
  }

  /** The gRPC service, such as {@code shippy.service.vessel.VesselService}. */
  public String rpcService() {
    return String.valueOf(rpc.getServiceName());
  }

  /** The short name, such as {@code FindAvailable}. */
  public String name() {
    return String.valueOf(rpc.getBareMethodName());
  }

  /** As go-micro names it, such as {@code VesselService.FindAvailable}. */
  public String endpoint() {
    return rpcService().substring(rpcService().lastIndexOf('.') + 1) + "." + name();
  }

  /** Whether a name with dots means it: {@code .VesselService.FindAvailable}. */
  boolean endsWith(String name) {
    return dotted.endsWith(name);
  }

  /** As gRPC names it, such as {@code shippy.service.vessel.VesselService/FindAvailable}. */
  public String fullName() {
    return rpcService() + "/" + name();
  }

  public boolean clientStreaming() {
    return !rpc.getType().clientSendsOneMessage();
  }

  public boolean serverStreaming() {
    return !rpc.getType().serverSendsOneMessage();
  }

  /** Whether it belongs to what every service has: health, reflection, debugging. */
  public boolean infrastructure() {
    return rpcService().startsWith("grpc.") || rpcService().equals("debug.Debug");
  }

  /** Whether it is declared to have no side effects. */
  public boolean safe() {
    return rpc.isSafe();
  }

  /** Whether it is declared to do nothing more when repeated; so is each safe method. */
  public boolean idempotent() {
    return rpc.isIdempotent();
  }

  /**
   * A request with every field that a caller may set, as JSON to fill in; it can be sent as it is.
   * Fields that the service sets ({@code OUTPUT_ONLY}) are left out, and required numbers are 1.
   */
  public String template() {
    return messages.template();
  }

  /** The fields of a request. */
  public Shape requestShape() {
    return messages.request();
  }

  /** The fields of a response. */
  public Shape responseShape() {
    return messages.response();
  }

  /** The type of a request; empty if the service has no reflection. */
  public Optional<Descriptor> request() {
    return messages.descriptor().map(MethodDescriptor::getInputType);
  }

  /** The type of a response; empty if the service has no reflection. */
  public Optional<Descriptor> response() {
    return messages.descriptor().map(MethodDescriptor::getOutputType);
  }

  /** The requests over HTTP that its proto file declares for it. */
  public List<HttpMapping> http() {
    return messages.descriptor().map(HttpMapping::of).orElse(List.of());
  }

  /** Its comment in the proto file; empty if there is none, or the service does not tell. */
  public String doc() {
    return messages.doc();
  }

  /** The comment of its gRPC service. */
  public String serviceDoc() {
    return messages.serviceDoc();
  }

  /** Refuses a call that sends one request and takes one answer, if the method has streams. */
  void requireUnary() {
    requireOneRequest();
    if (serverStreaming()) {
      throw Problem.of(
              ExitCode.USAGE,
              "%s gives a stream of answers (expected: a method that gives one)"
                  .formatted(endpoint()))
          .withFix("shippy stream %s %s".formatted(service, endpoint()), "shows them all")
          .toException();
    }
  }

  /** Refuses a call that sends one request, if the method takes many. */
  void requireOneRequest() {
    if (clientStreaming()) {
      throw Problem.of(
              ExitCode.USAGE,
              "%s takes a stream of requests (expected: a method that takes one)"
                  .formatted(endpoint()))
          .withFix(
              "shippy stream %s %s < FILE".formatted(service, endpoint()),
              "sends the JSON documents in it, one after another")
          .toException();
    }
  }

  Messages messages() {
    return messages;
  }

  io.grpc.MethodDescriptor<byte[], byte[]> rpc() {
    return rpc;
  }

  private static io.grpc.MethodDescriptor.Builder<byte[], byte[]> rpc(
      String service, String name, MethodType type) {
    return io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder()
        .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(service, name))
        .setType(type)
        .setRequestMarshaller(new BytesMarshaller())
        .setResponseMarshaller(new BytesMarshaller());
  }

  private static MethodType type(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
    }
    return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
  }

  @Override
  public String toString() {
    return fullName();
  }
}
