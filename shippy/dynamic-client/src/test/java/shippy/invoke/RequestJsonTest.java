package shippy.invoke;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"i\":1,\"u\":\"18446744073709551615\",\"d\":1e3,\"b\":true,\"s\":\"é\",\"y\":\"AAE=\"}",
        "{\"i\":null,\"kind\":\"ONE\",\"tags\":[\"a\"],\"counts\":{\"a\":\"2\"},\"t\":{\"t\":{}}}",
        "{\"kind\":1,\"b\":\"true\",\"i\":\"-5\",\"d\":\"NaN\",\"w\":7}",
        "{\"at\":\"2026-11-21T12:00:00Z\",\"free\":[1,{\"a\":null}],\"left\":\"x\"}"
      })
  void what_protobuf_s_json_allows_is_read_and_comes_back(String json) {
    DynamicMessage once = RequestJson.read(json, METHOD);

    assertThat(RequestJson.read(ReplyJson.write(once, METHOD), METHOD)).isEqualTo(once);
  }

  @Test
  void nothing_and_a_byte_order_mark_are_an_empty_request() {
    for (String text : new String[] {"", " \n", "\ufeff{}"}) {
      assertThat(RequestJson.read(text, METHOD).getAllFields()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"tgas\":[]}|1:2: unknown field \"tgas\" in T",
        "{\"t\":{\"nope\":1}}|1:7: unknown field \"nope\" in T at t",
        "{\"i\":1,\"i\":2}|1:8: i: given twice",
        "{\"long_name\":1,\"longName\":2}|1:16: long_name: given twice",
        "{} trailing|not JSON",
        "{}{}|1:3: text after the end",
        "[]|1:1: an array (expected: an object {...})",
        "5|1:1: 5 (expected: an object {...})",
        "{i:1}|not JSON",
        "{'i':1}|not JSON",
        "{\"i\":1,}|not JSON",
        "{\"i\":1 /* no */}|not JSON",
        "{|not JSON",
        "{\"i\":1.5}|1:6: i: 1.5 (expected: a whole number",
        "{\"i\":1e9}|i: 1e9 (expected: a whole number",
        "{\"i\":2147483648}|i: 2147483648 (expected: -2147483648 to 2147483647)",
        "{\"u\":-1}|u: -1 (expected: 0 to 18446744073709551615)",
        "{\"u\":\"1e999999999\"}|u: \"1e999999999\" (expected: a whole number",
        "{\"i\":true}|i: true (expected: a whole number",
        "{\"i\":{}}|i: an object (expected: a whole number",
        "{\"d\":\"x\"}|d: \"x\" (expected: a number)",
        "{\"d\":1e9999}|d: 1e9999 (expected: a number)",
        "{\"b\":1}|b: 1 (expected: true or false)",
        "{\"s\":5}|s: 5 (expected: text in double quotes)",
        "{\"s\":\"\\ud800\"}|s: \"\ud800\" (expected: whole characters",
        "{\"kind\":\"TOW\"}|kind: \"TOW\" (expected: ONE, TWO)",
        "{\"kind\":[]}|kind: an array (expected: ONE, TWO)",
        "{\"tags\":\"a\"}|tags: \"a\" (expected: an array [...])",
        "{\"tags\":[null]}|tags[0]: null (expected: text in double quotes)",
        "{\"counts\":[]}|counts: an array (expected: an object {...})",
        "{\"counts\":{\"a\":1,\"a\":2}}|counts: \"a\" given twice",
        "{\"counts\":{\"a\":\"x\"}}|counts[\"a\"]: \"x\" (expected: a whole number",
        "{\"t\":[]}|t: an array (expected: an object {...})",
        "{\"at\":5}|at: 5 (expected: text in double quotes)",
        "{\"at\":\"soon\"}|request: ",
        "{\"left\":\"a\",\"right\":\"b\"}|request: ",
        "{\"free\":1e99999}|free: 1e99999 (expected: numbers of a usual size)",
        "{\"any\":{\"@type\":\"x\",\"v\":\"1e999999999\"}}|any: \"1e999999999\" (expected: numbers"
      })
  void what_is_wrong_is_refused_by_its_name(String json, String message) {
    ProblemException e = refused(json);

    assertThat(e.problem().what()).startsWith("request").contains(message);
    assertThat(e.problem().code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void a_slip_in_a_name_is_answered_with_the_nearest() {
    assertThat(refused("{\"tgas\":[]}").problem().likely())
        .hasValue("a slip of the keyboard: did you mean \"tags\"?");
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
    RequestJson.read(METHOD.template(), METHOD);
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
    return catchThrowableOfType(ProblemException.class, () -> RequestJson.read(json, METHOD));
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
      return new Method("p", linked.findServiceByName("S").findMethodByName("M"), types);
    } catch (DescriptorValidationException | TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
  }
}
