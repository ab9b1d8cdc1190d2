package shippy.invoke;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request over HTTP that stands for a call of a method, as {@code google.api.http} declares it.
 *
 * @param verb such as {@code GET}; {@code *} for any
 * @param path a template, such as <code>/v1/vessels/{id}</code>
 * @param body the field that the body holds; {@code *} for all that are not in the path, empty for
 *     no body
 * @param responseBody the field of the response that is the answer; empty for all of it
 */
public record HttpMapping(String verb, String path, String body, String responseBody) {
  static List<HttpMapping> of(MethodDescriptor method) {
    if (!method.getOptions().hasExtension(AnnotationsProto.http)) {
      return List.of();
    }
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
        .map(HttpMapping::of)
        .filter(mapping -> !mapping.verb().isEmpty())
        .toList();
  }

  private static HttpMapping of(HttpRule rule) {
    return switch (rule.getPatternCase()) {
      case GET -> of(rule, "GET", rule.getGet());
      case PUT -> of(rule, "PUT", rule.getPut());
      case POST -> of(rule, "POST", rule.getPost());
      case DELETE -> of(rule, "DELETE", rule.getDelete());
      case PATCH -> of(rule, "PATCH", rule.getPatch());
      case CUSTOM -> of(rule, rule.getCustom().getKind(), rule.getCustom().getPath());
      case PATTERN_NOT_SET -> of(rule, "", "");
    };
  }

  private static HttpMapping of(HttpRule rule, String verb, String path) {
    return new HttpMapping(verb, path, rule.getBody(), rule.getResponseBody());
  }

  @Override
  public String toString() {
    return verb + " " + path;
  }
}
