package shippy.consignment.cli.input;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;

/** Reads one consignment as JSON, strictly. Stateless. */
public final class ConsignmentReader {
  /** Completes "(expected: …)" in an error about the weight. */
  public static final String EXPECTED_WEIGHT = "kilograms, a whole number above 0";

  /** What a server accepts as one message. */
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private ConsignmentReader() {}

  /**
   * The consignment in the source, without what only a service sets (vessel, status, creation
   * time), so that what a service gave out can be sent again.
   *
   * @throws ProblemException with file, line and column of what is wrong
   */
  public static Consignment read(Source source) {
    Document document = Document.decode(source);
    Map<FieldDescriptor, Span> places = JsonCheck.check(document, Consignment.getDescriptor());
    Consignment consignment =
        convert(document).toBuilder().clearVesselId().clearStatus().clearCreatedAt().build();
    requireCargo(document, places, consignment);
    if (consignment.getSerializedSize() > MAX_MESSAGE_BYTES) {
      throw problem(
              "%s: a consignment of %d bytes (expected: at most %d)"
                  .formatted(document.name(), consignment.getSerializedSize(), MAX_MESSAGE_BYTES))
          .toException();
    }
    return consignment;
  }

  private static Consignment convert(Document document) {
    Consignment.Builder builder = Consignment.newBuilder();
    try {
      // Unknown names were refused already; what is ignored is a status this program is too old
      // for.
      JsonFormat.parser().ignoringUnknownFields().merge(document.text(), builder);
    } catch (InvalidProtocolBufferException e) {
      throw problem("%s: %s".formatted(document.name(), e.getMessage())).toException(e);
    }
    return builder.build();
  }

  private static void requireCargo(
      Document document, Map<FieldDescriptor, Span> places, Consignment consignment) {
    if (consignment.getWeight() <= 0) {
      throw error(document, places, Consignment.WEIGHT_FIELD_NUMBER, EXPECTED_WEIGHT);
    }
    if (consignment.getContainersCount() == 0) {
      throw error(document, places, Consignment.CONTAINERS_FIELD_NUMBER, "at least one container");
    }
  }

  private static ProblemException error(
      Document document, Map<FieldDescriptor, Span> places, int number, String expected) {
    FieldDescriptor field = Consignment.getDescriptor().findFieldByNumber(number);
    Span at = places.get(field);
    String name = field.getName();
    if (at == null) {
      Span start = Span.token(document.text(), document.text().indexOf('{'));
      return document.error(start, "%s: missing (expected: %s)".formatted(name, expected));
    }
    String given = field.isRepeated() ? "none" : SyntaxError.shown(at.of(document.text()));
    return document.error(at, "%s: %s (expected: %s)".formatted(name, given, expected));
  }

  private static Problem problem(String what) {
    return Problem.of(ExitCode.BAD_INPUT, what);
  }
}
