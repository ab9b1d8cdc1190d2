package shippy.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.StructProto;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.WrappersProto;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.clock.Clock;
import shippy.json.RequestJson;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.testkit.JsonCase;

/** A type with a field of every kind, and what is refused of it. */
class RequestJsonTest {
  private static final String FILE =
      """
      name: "t.proto" package: "p" syntax: "proto3"
      dependency: ["google/protobuf/timestamp.proto", "google/protobuf/struct.proto",
        "google/protobuf/wrappers.proto", "google/protobuf/any.proto"]
      enum_type { name: "Kind" value { name: "ONE" number: 0 } value { name: "TWO" number: 1 } }
      message_type {
        name: "T"
        field { name: "i" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL }
        field { name: "u" number: 2 type: TYPE_UINT64 label: LABEL_OPTIONAL }
        field { name: "d" number: 3 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
        field { name: "b" number: 4 type: TYPE_BOOL label: LABEL_OPTIONAL }
        field { name: "s" number: 5 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "y" number: 6 type: TYPE_BYTES label: LABEL_OPTIONAL }
        field { name: "kind" number: 7 type: TYPE_ENUM type_name: ".p.Kind" label: LABEL_OPTIONAL }
        field { name: "tags" number: 8 type: TYPE_STRING label: LABEL_REPEATED }
        field { name: "counts" number: 9 type: TYPE_MESSAGE type_name: ".p.T.CountsEntry"
          label: LABEL_REPEATED }
        field { name: "t" number: 10 type: TYPE_MESSAGE type_name: ".p.T" label: LABEL_OPTIONAL }
        field { name: "at" number: 11 type: TYPE_MESSAGE label: LABEL_OPTIONAL
          type_name: ".google.protobuf.Timestamp" }
        field { name: "free" number: 12 type: TYPE_MESSAGE label: LABEL_OPTIONAL
          type_name: ".google.protobuf.Value" }
        field { name: "w" number: 13 type: TYPE_MESSAGE label: LABEL_OPTIONAL
          type_name: ".google.protobuf.Int32Value" }
        field { name: "left" number: 14 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 }
        field { name: "right" number: 15 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 }
        field { name: "any" number: 16 type: TYPE_MESSAGE label: LABEL_OPTIONAL
          type_name: ".google.protobuf.Any" }
        field { name: "long_name" number: 17 type: TYPE_INT32 label: LABEL_OPTIONAL }
        nested_type { name: "CountsEntry" options { map_entry: true }
          field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
          field { name: "value" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL } }
        oneof_decl { name: "side" }
      }
      service { name: "S" method { name: "M" input_type: ".p.T" output_type: ".p.T" } }
      """;

  private static final Method METHOD = method();

  private static DynamicMessage read(String json, Method method) {
    DescribedMessages messages = (DescribedMessages) method.messages();
    return RequestJson.read(json, messages.method().getInputType(), messages.types());
  }

  @ParameterizedTest
  @MethodSource("shippy.testkit.JsonCase#all")
  void json_is_judged_as_by_every_other_reader(JsonCase json) {
    Method create = createConsignment();
    if (json.error().isEmpty()) {
      assertThat(read(json.json(), create).isInitialized()).isTrue();
      return;
    }
    assertThatThrownBy(() -> read(json.json(), create))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().what()).isEqualTo("request:" + json.error().get()));
  }

  @Test
  void nothing_and_a_byte_order_mark_are_an_empty_request() {
    for (String text : new String[] {"", " \n", "\ufeff{}"}) {
      assertThat(read(text, METHOD).getAllFields()).isEmpty();
    }
  }

  @Test
  void what_is_wrong_is_refused_by_its_line_column_and_field() {
    assertThat(refused("{\r\n\"s\":\"é\",\r\n \"t\":{\"i\":true}}").problem())
        .matches(problem -> problem.code() == ExitCode.BAD_INPUT)
        .extracting(Problem::what)
        .asString()
        .startsWith("request:3:11: t.i: 'true' (expected: a whole number");
    assertThat(refused("{}{}").problem().what()).startsWith("request:1:3: text after the end");
  }

  @Test
  void a_slip_in_a_name_is_answered_with_the_nearest() {
    assertThat(refused("{\"tgas\":[]}").problem().likely())
        .hasValue("a slip of the keyboard: did you mean \"tags\"?");
    assertThat(refused("{\"nothing_like_it\":1}").problem().facts())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("it has: i, u, d");
    assertThat(refused("{\"kind\":\"TOW\"}").problem().likely())
        .hasValue("a slip of the keyboard: did you mean \"TWO\"?");
  }

  @Test
  void what_would_take_minutes_to_convert_is_refused_at_once() {
    Supplier<Duration> watch = Clock.system().stopwatch();

    refused("{\"u\":" + "9".repeat(1_000_000) + "}");
    refused("{\"d\":" + "9".repeat(900) + "}");
    refused("{\"t\":".repeat(10_000));

    assertThat(watch.get()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void the_template_has_every_field_once_and_can_be_sent() {
    assertThat(METHOD.template())
        .isEqualTo(
            "{\"i\":0,\"u\":0,\"d\":0,\"b\":false,\"s\":\"\",\"y\":\"\",\"kind\":\"ONE\","
                + "\"tags\":[],\"counts\":{},\"t\":{},\"at\":\"1970-01-01T00:00:00Z\","
                + "\"free\":null,\"w\":0,\"left\":\"\",\"any\":{},\"long_name\":0}");
    read(METHOD.template(), METHOD);
  }

  @Test
  void the_template_can_be_sent_if_a_service_does_not_describe_a_type_that_is_well_known()
      throws DescriptorValidationException, TextFormat.ParseException {
    String file =
        """
        name: "u.proto" package: "p" syntax: "proto3"
        dependency: "google/protobuf/timestamp.proto"
        message_type { name: "T" field { name: "at" number: 1 type: TYPE_MESSAGE
          label: LABEL_OPTIONAL type_name: ".google.protobuf.Timestamp" } }
        service { name: "S" method { name: "M" input_type: ".p.T" output_type: ".p.T" } }
        """;
    FileDescriptor linked =
        FileDescriptor.buildFrom(
            TextFormat.parse(file, FileDescriptorProto.class), new FileDescriptor[0], true);
    Method method =
        Method.described(
            "p",
            linked.findServiceByName("S").findMethodByName("M"),
            TypeRegistry.getEmptyTypeRegistry(),
            new ProtoComments());
    assertThat(method.template()).isEqualTo("{\"at\":{}}");
    read(method.template(), method);
  }

  @Test
  void the_shape_has_the_types_of_the_proto_file() {
    assertThat(METHOD.requestShape().fields().stream().map(f -> f.name() + " " + f.type()))
        .contains(
            "u uint64",
            "kind Kind (ONE, TWO)",
            "tags repeated string",
            "counts map<string, int64>",
            "t T",
            "at google.protobuf.Timestamp");
  }

  private static ProblemException refused(String json) {
    return catchThrowableOfType(ProblemException.class, () -> read(json, METHOD));
  }

  private static Method createConsignment() {
    return Method.described(
        "p",
        Consignment.getDescriptor()
            .getFile()
            .findServiceByName("ShippingService")
            .findMethodByName("CreateConsignment"),
        TypeRegistry.getEmptyTypeRegistry(),
        new ProtoComments());
  }

  private static Method method() {
    try {
      FileDescriptor[] imports = {
        TimestampProto.getDescriptor(),
        StructProto.getDescriptor(),
        WrappersProto.getDescriptor(),
        AnyProto.getDescriptor()
      };
      FileDescriptor linked =
          FileDescriptor.buildFrom(TextFormat.parse(FILE, FileDescriptorProto.class), imports);
      TypeRegistry types = TypeRegistry.newBuilder().add(linked.getMessageTypes()).build();
      return Method.described(
          "p", linked.findServiceByName("S").findMethodByName("M"), types, new ProtoComments());
    } catch (DescriptorValidationException | TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
  }
}
