package shippy.invoke;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import io.grpc.Status;
import java.util.Optional;
import shippy.json.ReplyJson;
import shippy.json.RequestJson;

/** By the descriptors of a service's own reflection. */
record DescribedMessages(MethodDescriptor method, TypeRegistry types, ProtoComments comments)
    implements Messages {
  @Override
  public byte[] write(String json) {
    return RequestJson.read(json, method.getInputType(), types).toByteArray();
  }

  @Override
  public String read(byte[] response) {
    try {
      return ReplyJson.write(
          DynamicMessage.parseFrom(method.getOutputType(), response), endpoint(), types);
    } catch (InvalidProtocolBufferException e) {
      throw Status.INTERNAL
          .withDescription("Invalid protobuf byte sequence")
          .withCause(e)
          .asRuntimeException();
    }
  }

  private String endpoint() {
    return method.getService().getName() + "." + method.getName();
  }

  @Override
  public String template() {
    return Template.of(method.getInputType());
  }

  @Override
  public Shape request() {
    return Shape.of(method.getInputType(), comments);
  }

  @Override
  public Shape response() {
    return Shape.of(method.getOutputType(), comments);
  }

  @Override
  public String doc() {
    return comments.of(method);
  }

  @Override
  public String serviceDoc() {
    return comments.of(method.getService());
  }

  @Override
  public Optional<MethodDescriptor> descriptor() {
    return Optional.of(method);
  }
}
