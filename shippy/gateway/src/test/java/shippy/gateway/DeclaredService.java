package shippy.gateway;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.google.protobuf.util.JsonFormat;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.util.List;

/**
 * A service whose methods declare requests over HTTP. Each answers with its name and the request
 * that it got, as JSON; one that streams does so twice.
 */
final class DeclaredService implements BindableService {
  private static final String TYPES =
      """
      name: "%s.proto" package: "%1$s" syntax: "proto3"
      dependency: "google/protobuf/timestamp.proto" dependency: "google/protobuf/wrappers.proto"
      enum_type { name: "Kind" value { name: "ANY" number: 0 } value { name: "BULK" number: 1 } }
      message_type { name: "Sub"
        field { name: "subfield" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "number" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL } }
      message_type { name: "Request"
        field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "message_id" json_name: "messageId" number: 2 type: TYPE_STRING
          label: LABEL_OPTIONAL }
        field { name: "revision" number: 3 type: TYPE_INT64 label: LABEL_OPTIONAL }
        field { name: "sub" number: 4 type: TYPE_MESSAGE type_name: ".%1$s.Sub"
          label: LABEL_OPTIONAL }
        field { name: "user_id" number: 5 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "tags" number: 6 type: TYPE_STRING label: LABEL_REPEATED }
        field { name: "kind" number: 7 type: TYPE_ENUM type_name: ".%1$s.Kind"
          label: LABEL_OPTIONAL }
        field { name: "urgent" number: 8 type: TYPE_BOOL label: LABEL_OPTIONAL }
        field { name: "limit" number: 9 type: TYPE_MESSAGE label: LABEL_OPTIONAL
          type_name: ".google.protobuf.Int32Value" }
        field { name: "at" number: 10 type: TYPE_MESSAGE label: LABEL_OPTIONAL
          type_name: ".google.protobuf.Timestamp" }
        field { name: "subs" number: 11 type: TYPE_MESSAGE type_name: ".%1$s.Sub"
          label: LABEL_REPEATED } }
      message_type { name: "Reply"
        field { name: "seen" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "list" number: 2 type: TYPE_STRING label: LABEL_REPEATED }
        field { name: "sub" number: 3 type: TYPE_MESSAGE type_name: ".%1$s.Sub"
          label: LABEL_OPTIONAL } }
      service { name: "Messaging" %2$s }
      """;

  private final FileDescriptor file;

  /**
   * A service of that package.
   *
   * @param methods of a service in text, each made by {@link #method}
   */
  DeclaredService(String name, String... methods) {
    ExtensionRegistry rules = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(rules);
    FileDescriptorProto.Builder text = FileDescriptorProto.newBuilder();
    try {
      TextFormat.merge(TYPES.formatted(name, String.join("\n", methods)), rules, text);
      FileDescriptor[] imports = {TimestampProto.getDescriptor(), WrappersProto.getDescriptor()};
      file = FileDescriptor.buildFrom(text.build(), imports);
    } catch (TextFormat.ParseException | DescriptorValidationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A method with this rule, which is {@code google.api.HttpRule} as text. */
  static String method(String name, String rule) {
    return """
        method { name: "%s" input_type: "Request" output_type: "Reply" %s
          options { [google.api.http] { %s } } }
        """
        .formatted(name, name.startsWith("Watch") ? "server_streaming: true" : "", rule);
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServiceDescriptor described = file.findServiceByName("Messaging");
    io.grpc.ServiceDescriptor.Builder service =
        io.grpc.ServiceDescriptor.newBuilder(described.getFullName())
            .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> file);
    List<MethodDescriptor<DynamicMessage, DynamicMessage>> methods =
        described.getMethods().stream().map(DeclaredService::rpc).toList();
    methods.forEach(service::addMethod);
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service.build());
    for (MethodDescriptor<DynamicMessage, DynamicMessage> method : methods) {
      int answers = method.getType() == MethodType.SERVER_STREAMING ? 2 : 1;
      definition.addMethod(
          method,
          ServerCalls.asyncServerStreamingCall(
              (request, caller) -> {
                for (int i = 0; i < answers; i++) {
                  caller.onNext(answer(method.getBareMethodName(), request));
                }
                caller.onCompleted();
              }));
    }
    return definition.build();
  }

  private static MethodDescriptor<DynamicMessage, DynamicMessage> rpc(
      com.google.protobuf.Descriptors.MethodDescriptor method) {
    return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
        .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
        .build();
  }

  private DynamicMessage answer(String method, DynamicMessage request) {
    Descriptor reply = file.findMessageTypeByName("Reply");
    try {
      String json = JsonFormat.printer().omittingInsignificantWhitespace().print(request);
      DynamicMessage.Builder answer = DynamicMessage.newBuilder(reply);
      answer.setField(reply.findFieldByName("seen"), method + " " + json.replace('"', '\''));
      if (!method.contains("Empty")) {
        answer.addRepeatedField(reply.findFieldByName("list"), method);
      }
      return answer.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
