package shippy.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import shippy.platform.ReflectionDetail;

/**
 * Adds the comments of proto files to the descriptors that reflection tells; protoc's Java code
 * leaves them out. They come from the {@link DescriptorSets} that were packed with it.
 */
public final class ProtoFileComments implements ReflectionDetail {
  @Override
  public ServerServiceDefinition added(
      ServerServiceDefinition service, List<ServerServiceDefinition> described) {
    return service.getServiceDescriptor().getName().startsWith("grpc.reflection.")
        ? ServerInterceptors.intercept(service, new Interceptor(DescriptorSets.of(described)))
        : service;
  }

  private record Interceptor(DescriptorSets sets) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendMessage(A message) {
              super.sendMessage(commented(message));
            }
          },
          headers);
    }

    @SuppressWarnings("unchecked") // a stream is given for a stream
    private <A> A commented(A message) {
      try {
        return message instanceof InputStream bytes ? (A) commented(bytes) : message;
      } catch (IOException e) {
        LoggerFactory.getLogger(ProtoFileComments.class).warn("an answer of reflection is lost", e);
        return message;
      }
    }

    /** Messages of both versions of reflection are the same on the wire. */
    private InputStream commented(InputStream bytes) throws IOException {
      ServerReflectionResponse.Builder answer =
          ServerReflectionResponse.parseFrom(bytes).toBuilder();
      if (answer.hasFileDescriptorResponse()) {
        FileDescriptorResponse.Builder files = answer.getFileDescriptorResponseBuilder();
        for (int i = 0; i < files.getFileDescriptorProtoCount(); i++) {
          files.setFileDescriptorProto(i, commented(files.getFileDescriptorProto(i)));
        }
      }
      return new ByteArrayInputStream(answer.build().toByteArray());
    }

    private ByteString commented(ByteString raw) throws IOException {
      FileDescriptorProto file = FileDescriptorProto.parseFrom(raw);
      Optional<SourceCodeInfo> comments = sets.comments(file);
      return comments.isEmpty()
          ? raw
          : file.toBuilder().setSourceCodeInfo(comments.get()).build().toByteString();
    }
  }
}
