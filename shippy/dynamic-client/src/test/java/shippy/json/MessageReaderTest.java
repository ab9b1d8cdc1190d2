package shippy.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StructProto;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.WrappersProto;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A type with a field of every kind, what is read into it, and what is refused. */
class MessageReaderTest {
  private static final Descriptor TYPE = type();
  private static final TypeRegistry TYPES = TypeRegistry.newBuilder().add(TYPE).build();

  static Stream<String> right() {
    return read("right.txt").lines();
  }

  static Stream<String[]> wrong() {
    return read("wrong.txt").lines().map(line -> line.split(" \\| ", 2));
  }

  @ParameterizedTest
  @MethodSource("right")
  void what_protobuf_s_json_allows_is_read_as_protobuf_reads_it(String json)
      throws InvalidProtocolBufferException {
    DynamicMessage.Builder theirs = DynamicMessage.newBuilder(TYPE);
    JsonFormat.parser().usingTypeRegistry(TYPES).merge(json, theirs);
    DynamicMessage ours = message(json);

    assertThat(ours).isEqualTo(theirs.build());
    assertThat(message(JsonFormat.printer().usingTypeRegistry(TYPES).print(ours))).isEqualTo(ours);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_is_wrong_is_refused_at_its_place(String json, String message) {
    assertThat(refused(json).what()).contains(message);
  }

  @Test
  void what_would_take_minutes_or_all_memory_is_refused_at_once() {
    Supplier<Duration> watch = Clock.system().stopwatch();
    String digits = "9".repeat(1_000_000);

    for (String field : new String[] {"i", "u", "f", "d", "kind", "free", "w", "list"}) {
      String open = field.equals("list") ? "[" : "";
      for (String number : new String[] {digits, "1e999999999", "1e-999999999", "0." + digits}) {
        refused("{\"" + field + "\":" + open + number + "}");
        refused("{\"" + field + "\":" + open + number + "}");
      }
    }
    refused("{\"numbers\":{\"1e999999999\":1}}");
    refused("{\"t\":".repeat(10_000));
    refused("[".repeat(10_000));
    refused("{\"free\":" + "[".repeat(10_000));

    assertThat(watch.get()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void many_values_that_name_their_type_last_are_read_in_little_time() {
    String any = "{\"s\":\"" + "x".repeat(50) + "\",\"@type\":\"a/p.T\"}";
    Supplier<Duration> watch = Clock.system().stopwatch();

    message("{\"anys\":[" + (any + ",").repeat(20_000) + any + "]}");

    assertThat(watch.get()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void mask_of_very_many_names_is_read() {
    DynamicMessage read = message("{\"mask\":\"" + "a,".repeat(100_000) + "b\"}");
    Message mask = (Message) read.getField(TYPE.findFieldByName("mask"));
    assertThat(mask.getRepeatedFieldCount(mask.getDescriptorForType().findFieldByName("paths")))
        .isEqualTo(100_001);
  }

  private static DynamicMessage message(String text) {
    DynamicMessage.Builder into = DynamicMessage.newBuilder(TYPE);
    JsonCursor json =
        JsonCursor.of(
            text,
            (at, what, remark) ->
                Problem.of(ExitCode.BAD_INPUT, "1:" + (at.start() + 1) + ": " + what)
                    .toException());
    json.next();
    MessageReader.of(json, TYPES).value(into);
    if (json.next() != null) {
      throw json.error(json.here(), "text after the end", "");
    }
    return into.build();
  }

  private static Problem refused(String json) {
    ProblemException e =
        requireNonNull(
            catchThrowableOfType(ProblemException.class, () -> message(json)),
            () -> "accepted: " + json.substring(0, Math.min(json.length(), 80)));
    assertThat(e.problem().code()).isEqualTo(ExitCode.BAD_INPUT);
    return e.problem();
  }

  private static Descriptor type() {
    FileDescriptor two = link("old-types.textproto");
    return link(
            "types.textproto",
            TimestampProto.getDescriptor(),
            StructProto.getDescriptor(),
            WrappersProto.getDescriptor(),
            AnyProto.getDescriptor(),
            DurationProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            two)
        .findMessageTypeByName("T");
  }

  private static FileDescriptor link(String name, FileDescriptor... imports) {
    try {
      FileDescriptorProto file = TextFormat.parse(read(name), FileDescriptorProto.class);
      return FileDescriptor.buildFrom(file, imports);
    } catch (DescriptorValidationException | TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(String name) {
    try (InputStream in = requireNonNull(MessageReaderTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
