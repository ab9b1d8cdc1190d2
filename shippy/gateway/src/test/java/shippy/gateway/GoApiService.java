package shippy.gateway;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Pages.Show} of go-micro's {@code go.api} messages. Answers with the request as text, with
 * the status that {@code ?status=} asks for, and with a header that is two.
 */
final class GoApiService implements BindableService {
  private static final FileDescriptor FILE = file();
  private static final Descriptor REQUEST = FILE.findMessageTypeByName("Request");
  private static final Descriptor RESPONSE = FILE.findMessageTypeByName("Response");
  private static final Descriptor PAIR = FILE.findMessageTypeByName("Pair");
  private static final Pattern STATUS = Pattern.compile("status=(\\d+)");

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<DynamicMessage, DynamicMessage> show =
        MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("go.api.Pages/Show")
            .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(REQUEST)))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(RESPONSE)))
            .build();
    ServiceDescriptor service =
        ServiceDescriptor.newBuilder("go.api.Pages")
            .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> FILE)
            .addMethod(show)
            .build();
    return ServerServiceDefinition.builder(service)
        .addMethod(show, ServerCalls.asyncUnaryCall(GoApiService::show))
        .build();
  }

  private static void show(DynamicMessage request, StreamObserver<DynamicMessage> answer) {
    String url = (String) request.getField(REQUEST.findFieldByName("url"));
    Matcher status = STATUS.matcher(url);
    DynamicMessage.Builder response = DynamicMessage.newBuilder(RESPONSE);
    response.setField(
        RESPONSE.findFieldByName("statusCode"),
        status.find() ? Integer.parseInt(status.group(1)) : 201);
    response.setField(
        RESPONSE.findFieldByName("body"), TextFormat.printer().printToString(request));
    header(response, "Content-Type", "text/plain");
    header(response, "X-Answer", "yes");
    header(response, "X-Forged", "a\r\nX-Forged: b");
    header(response, "Connection", "close");
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static void header(DynamicMessage.Builder response, String name, String value) {
    Descriptor entry = RESPONSE.findFieldByName("header").getMessageType();
    DynamicMessage.Builder pair = DynamicMessage.newBuilder(PAIR);
    pair.setField(PAIR.findFieldByName("key"), name);
    pair.addRepeatedField(PAIR.findFieldByName("values"), value);
    response.addRepeatedField(
        RESPONSE.findFieldByName("header"),
        DynamicMessage.newBuilder(entry)
            .setField(entry.findFieldByName("key"), name)
            .setField(entry.findFieldByName("value"), pair.build())
            .build());
  }

  private static FileDescriptor file() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("go_api.proto")
            .setPackage("go.api")
            .setSyntax("proto3")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Pair")
                    .addField(text("key", 1))
                    .addField(
                        text("values", 2).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
            .addMessageType(
                withPairs("Request", "header", 3, "get", 4, "post", 5)
                    .addField(text("method", 1))
                    .addField(text("path", 2))
                    .addField(text("body", 6))
                    .addField(text("url", 7)))
            .addMessageType(
                withPairs("Response", "header", 2)
                    .addField(text("statusCode", 1).setType(FieldDescriptorProto.Type.TYPE_INT32))
                    .addField(text("body", 3)))
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("Pages")
                    .addMethod(
                        MethodDescriptorProto.newBuilder()
                            .setName("Show")
                            .setInputType(".go.api.Request")
                            .setOutputType(".go.api.Response")))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A message with maps of pairs: names and numbers in turn. */
  private static DescriptorProto.Builder withPairs(String name, Object... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (int i = 0; i < fields.length; i += 2) {
      String field = (String) fields[i];
      String entry = Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Entry";
      message
          .addNestedType(
              DescriptorProto.newBuilder()
                  .setName(entry)
                  .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                  .addField(text("key", 1))
                  .addField(
                      text("value", 2)
                          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                          .setTypeName(".go.api.Pair")))
          .addField(
              text(field, (Integer) fields[i + 1])
                  .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                  .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                  .setTypeName(".go.api." + name + "." + entry));
    }
    return message;
  }

  private static FieldDescriptorProto.Builder text(String name, int number) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setJsonName(name)
        .setNumber(number)
        .setType(FieldDescriptorProto.Type.TYPE_STRING)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }
}
