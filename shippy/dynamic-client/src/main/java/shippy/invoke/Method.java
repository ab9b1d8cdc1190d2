package shippy.invoke;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;

/** A method of a service, as its own reflection describes it. Immutable. */
public final class Method {
  private final String service;
  private final MethodDescriptor descriptor;
  private final TypeRegistry types;
  private final io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> rpc;

  Method(String service, MethodDescriptor descriptor, TypeRegistry types) {
    this.service = service;
    this.descriptor = descriptor;
    this.types = types;
    this.rpc = rpc(descriptor);
  }

  /** The name it is registered by, such as {@code shippy.service.vessel}. */
  public String service() {
    return service;
  }

  /** The gRPC service, such as {@code shippy.service.vessel.VesselService}. */
  public String rpcService() {
    return descriptor.getService().getFullName();
  }

  /** The short name, such as {@code FindAvailable}. */
  public String name() {
    return descriptor.getName();
  }

  /** As go-micro names it, such as {@code VesselService.FindAvailable}. */
  public String endpoint() {
    return descriptor.getService().getName() + "." + name();
  }

  /** As gRPC names it, such as {@code shippy.service.vessel.VesselService/FindAvailable}. */
  public String fullName() {
    return rpcService() + "/" + name();
  }

  public boolean clientStreaming() {
    return descriptor.isClientStreaming();
  }

  public boolean serverStreaming() {
    return descriptor.isServerStreaming();
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
    return Template.of(request());
  }

  /** The fields of a request. */
  public Shape requestShape() {
    return Shape.of(request());
  }

  /** The fields of a response. */
  public Shape responseShape() {
    return Shape.of(descriptor.getOutputType());
  }

  /** The type of a request. */
  public Descriptor request() {
    return descriptor.getInputType();
  }

  TypeRegistry types() {
    return types;
  }

  io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> rpc() {
    return rpc;
  }

  private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> rpc(
      MethodDescriptor method) {
    IdempotencyLevel level = method.getOptions().getIdempotencyLevel();
    return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setFullMethodName(
            io.grpc.MethodDescriptor.generateFullMethodName(
                method.getService().getFullName(), method.getName()))
        .setType(type(method))
        .setRequestMarshaller(marshaller(method.getInputType()))
        .setResponseMarshaller(marshaller(method.getOutputType()))
        .setIdempotent(level != IdempotencyLevel.IDEMPOTENCY_UNKNOWN)
        .setSafe(level == IdempotencyLevel.NO_SIDE_EFFECTS)
        .build();
  }

  private static MethodType type(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
    }
    return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
  }

  private static io.grpc.MethodDescriptor.Marshaller<DynamicMessage> marshaller(Descriptor type) {
    return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type));
  }

  @Override
  public String toString() {
    return fullName();
  }
}
