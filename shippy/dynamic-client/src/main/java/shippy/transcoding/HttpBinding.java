package shippy.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.invoke.HttpMapping;
import shippy.invoke.Method;

/** A mapping that was found to fit its method. Immutable. */
public final class HttpBinding {
  private final Method method;
  private final HttpMapping mapping;
  private final PathTemplate template;

  /**
   * What a request means.
   *
   * @param values the texts of the fields that are in the path, such as {@code vessel.id}
   */
  public record Match(HttpBinding binding, Map<String, String> values) {}

  private HttpBinding(Method method, HttpMapping mapping, PathTemplate template) {
    this.method = method;
    this.mapping = mapping;
    this.template = template;
  }

  /**
   * The mappings of a method that can be served.
   *
   * @param faults takes what is wrong with the others
   */
  static List<HttpBinding> of(Method method, Consumer<String> faults) {
    List<HttpBinding> bindings = new ArrayList<>();
    for (HttpMapping mapping : method.http()) {
      try {
        PathTemplate template = PathTemplate.parse(mapping.path());
        HttpBinding binding = new HttpBinding(method, mapping, template);
        binding.requireFields();
        bindings.add(binding);
      } catch (IllegalArgumentException e) {
        faults.accept("%s: %s is not served: %s".formatted(method, mapping, e.getMessage()));
      }
    }
    return bindings;
  }

  private void requireFields() {
    Descriptor request = method.request().orElseThrow();
    template.fields().forEach(path -> requireScalar(request, path));
    if (!mapping.body().isEmpty() && !takesWhole()) {
      required(request, mapping.body());
    }
    if (!mapping.responseBody().isEmpty()) {
      required(method.response().orElseThrow(), mapping.responseBody());
    }
  }

  private static void requireScalar(Descriptor request, String path) {
    Descriptor type = request;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      FieldDescriptor field = required(type, names[i]);
      boolean last = i == names.length - 1;
      boolean message = field.getJavaType() == JavaType.MESSAGE;
      boolean known =
          message && field.getMessageType().getFullName().startsWith("google.protobuf.");
      if (field.isRepeated() || (last ? message && !known : !message)) {
        String expected = last ? "a single value" : "a message";
        throw new IllegalArgumentException("field %s (expected: %s)".formatted(path, expected));
      }
      type = message ? field.getMessageType() : type;
    }
  }

  private static FieldDescriptor required(Descriptor type, String name) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field == null) {
      String what = "field %s (expected: one of %s)";
      throw new IllegalArgumentException(what.formatted(name, type.getName()));
    }
    return field;
  }

  Optional<Match> match(List<String> path) {
    return template.match(path).map(values -> new Match(this, values));
  }

  public Method method() {
    return method;
  }

  String verb() {
    return mapping.verb();
  }

  String shape() {
    return mapping.verb() + " " + template.shape();
  }

  String order() {
    return template.order() + (mapping.verb().equals("*") ? "1" : "0");
  }

  /** Whether it goes before micro's paths, most of which begin with a service's name. */
  public boolean comesFirst() {
    return template.beginsWithText();
  }

  /** Whether the body is the request, but for what is in the path. */
  public boolean takesWhole() {
    return mapping.body().equals("*");
  }

  /** The field that the body holds; empty if there is no body. */
  public Optional<String> body() {
    return Optional.of(mapping.body()).filter(name -> !name.isEmpty() && !takesWhole());
  }

  /** The field of the response that is the answer; empty if it is all of it. */
  public Optional<FieldDescriptor> responseBody() {
    @Nullable FieldDescriptor field =
        method.response().map(type -> type.findFieldByName(mapping.responseBody())).orElse(null);
    return Optional.ofNullable(field);
  }

  @Override
  public String toString() {
    return mapping + " of " + method;
  }
}
