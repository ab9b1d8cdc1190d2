package shippy.invoke;

import com.google.api.AnnotationsProto;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;

/** What {@code google.api.field_behavior} says of fields. Stateless. */
final class FieldUse {
  /** For parsing descriptors together with it and with {@code google.api.http}. */
  static final ExtensionRegistry EXTENSIONS = extensions();

  private FieldUse() {}

  private static ExtensionRegistry extensions() {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(registry);
    FieldBehaviorProto.registerAllExtensions(registry);
    return registry.getUnmodifiable();
  }

  /** The service sets the field and ignores it in a request. */
  static boolean isOutputOnly(FieldDescriptor field) {
    return is(field, FieldBehavior.OUTPUT_ONLY);
  }

  /** The service refuses a request in which the field has no value, or the default one. */
  static boolean isRequired(FieldDescriptor field) {
    return is(field, FieldBehavior.REQUIRED);
  }

  private static boolean is(FieldDescriptor field, FieldBehavior behavior) {
    return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).contains(behavior);
  }
}
