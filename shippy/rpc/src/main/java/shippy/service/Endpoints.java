package shippy.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;

/** Describes the methods of gRPC services in go-micro's terms, from their proto descriptors. */
final class Endpoints {
  // go-micro's extractor drops deeper levels, which also ends recursive types.
  private static final int DEPTH = 3;

  private static final Value NONE = new Value("", "", List.of());

  private Endpoints() {}

  /** All methods, sorted by name; of services without proto descriptors the names only. */
  static List<Endpoint> of(List<ServerServiceDefinition> services) {
    return services.stream()
        .map(ServerServiceDefinition::getServiceDescriptor)
        .flatMap(
            service ->
                service.getSchemaDescriptor() instanceof ProtoServiceDescriptorSupplier proto
                    ? of(proto.getServiceDescriptor())
                    : names(service))
        .sorted(Comparator.comparing(Endpoint::name))
        .toList();
  }

  private static Stream<Endpoint> names(io.grpc.ServiceDescriptor service) {
    String name = service.getName().substring(service.getName().lastIndexOf('.') + 1) + ".";
    return service.getMethods().stream()
        .map(method -> new Endpoint(name + method.getBareMethodName(), NONE, NONE, Map.of()));
  }

  private static Stream<Endpoint> of(ServiceDescriptor service) {
    return service.getMethods().stream().map(method -> of(service, method));
  }

  private static Endpoint of(ServiceDescriptor service, MethodDescriptor method) {
    boolean stream = method.isClientStreaming() || method.isServerStreaming();
    return new Endpoint(
        service.getName() + "." + method.getName(),
        message(method.getInputType()),
        message(method.getOutputType()),
        stream ? Map.of("stream", "true") : Map.of());
  }

  private static Value message(Descriptor type) {
    return new Value(type.getName(), type.getName(), fields(type, 1));
  }

  private static List<Value> fields(Descriptor type, int depth) {
    return depth == DEPTH
        ? List.of()
        : type.getFields().stream().map(field -> field(field, depth)).toList();
  }

  private static Value field(FieldDescriptor field, int depth) {
    if (field.isMapField()) {
      return new Value(field.getName(), "", List.of());
    }
    if (field.isRepeated()) {
      return new Value(field.getName(), "[]" + typeName(field), List.of());
    }
    boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    return new Value(
        field.getName(),
        typeName(field),
        nested ? fields(field.getMessageType(), depth + 1) : List.of());
  }

  /** Go's names of the types, since go-micro reads them from Go structs. */
  private static String typeName(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getName();
      case ENUM -> "int32";
      case BYTE_STRING -> "[]uint8";
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      case INT, LONG -> integer(field.getType());
    };
  }

  private static String integer(FieldDescriptor.Type type) {
    String bits = type.getJavaType() == FieldDescriptor.JavaType.INT ? "32" : "64";
    boolean unsigned = type.name().toLowerCase(Locale.ROOT).matches("uint.*|fixed.*");
    return (unsigned ? "uint" : "int") + bits;
  }
}
