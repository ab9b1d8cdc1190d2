package shippy.invoke;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The comments of proto files, if their descriptors have them; else empty texts. Lines that the
 * author broke are joined; paragraphs and lists stay. Safe for any thread.
 */
final class ProtoComments {
  private static final int MAX_CHARACTERS = 2_000;

  private final Map<FileDescriptor, Map<List<Integer>, String>> files = new ConcurrentHashMap<>();

  String of(ServiceDescriptor service) {
    return at(service.getFile(), path(service));
  }

  String of(MethodDescriptor method) {
    List<Integer> path = path(method.getService());
    path.add(ServiceDescriptorProto.METHOD_FIELD_NUMBER);
    path.add(method.getIndex());
    return at(method.getFile(), path);
  }

  String of(Descriptor message) {
    return at(message.getFile(), path(message));
  }

  String of(FieldDescriptor field) {
    if (field.isExtension()) {
      return "";
    }
    List<Integer> path = path(field.getContainingType());
    path.add(DescriptorProto.FIELD_FIELD_NUMBER);
    path.add(field.getIndex());
    return at(field.getFile(), path);
  }

  private static List<Integer> path(ServiceDescriptor service) {
    return new ArrayList<>(List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex()));
  }

  private static List<Integer> path(Descriptor message) {
    Descriptor outer = message.getContainingType();
    List<Integer> path = outer == null ? new ArrayList<>() : path(outer);
    path.add(
        outer == null
            ? FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
            : DescriptorProto.NESTED_TYPE_FIELD_NUMBER);
    path.add(message.getIndex());
    return path;
  }

  private String at(FileDescriptor file, List<Integer> path) {
    return files.computeIfAbsent(file, ProtoComments::read).getOrDefault(path, "");
  }

  private static Map<List<Integer>, String> read(FileDescriptor file) {
    SourceCodeInfo source = file.toProto().getSourceCodeInfo();
    Map<List<Integer>, String> comments = new HashMap<>();
    for (Location location : source.getLocationList()) {
      String before = location.getLeadingComments();
      String text = before.isBlank() ? location.getTrailingComments() : before;
      if (!text.isBlank()) {
        comments.putIfAbsent(List.copyOf(location.getPathList()), joined(text));
      }
    }
    return comments;
  }

  private static String joined(String comment) {
    String text =
        comment
            .strip()
            .replaceAll("[ \t]*\r?\n[ \t]*(?=[^\\s*-])", " ")
            .replaceAll("\\s*\n\\s*", "\n");
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
  }
}
