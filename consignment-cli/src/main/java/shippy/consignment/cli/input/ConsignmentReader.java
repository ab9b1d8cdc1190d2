package shippy.consignment.cli.input;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import shippy.json.Span;
import shippy.json.SyntaxError;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;

/** Reads consignments as JSON or YAML, strictly. Stateless. */
public final class ConsignmentReader {
  /** Completes "(expected: …)" in an error about the weight. */
  public static final String EXPECTED_WEIGHT = "kilograms, a whole number above 0";

  /** What a server accepts as one message. */
  static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private ConsignmentReader() {}

  /**
   * The consignments in the source: one, or those of an array or of a response, without what only a
   * service sets (vessel, status, creation time), so that what a service gave out can be sent
   * again.
   *
   * @throws ProblemException with file, line and column of the first thing that is wrong
   */
  public static List<Entry.Good> read(Source source) {
    Document written = Document.decode(source);
    return read(source.isYaml() ? YamlText.toJson(written) : written);
  }

  /** What stands in one line of a file; nothing if it is blank. */
  static List<? extends Entry> line(String name, byte[] bytes, int number) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return List.of();
    }
    try {
      return read(Document.decode(name, bytes, number));
    } catch (ProblemException e) {
      return List.of(new Entry.Bad(name + ":" + number, e.problem(), text));
    }
  }

  private static List<Entry.Good> read(Document document) {
    List<Entry.Good> entries = new ArrayList<>();
    for (ConsignmentJson.Found found : ConsignmentJson.read(document)) {
      String at = document.line(found.whole().start());
      entries.add(new Entry.Good(at, consignment(document, found)));
    }
    return entries;
  }

  private static Consignment consignment(Document document, ConsignmentJson.Found found) {
    Consignment consignment =
        found.consignment().toBuilder().clearVesselId().clearStatus().clearCreatedAt().build();
    requireCargo(document, found, consignment);
    if (consignment.getSerializedSize() > MAX_MESSAGE_BYTES) {
      throw problem(
              "%s: a consignment of %d bytes (expected: at most %d)"
                  .formatted(document.name(), consignment.getSerializedSize(), MAX_MESSAGE_BYTES))
          .toException();
    }
    return consignment;
  }

  private static void requireCargo(
      Document document, ConsignmentJson.Found found, Consignment consignment) {
    if (consignment.getWeight() <= 0) {
      throw error(document, found, Consignment.WEIGHT_FIELD_NUMBER, EXPECTED_WEIGHT);
    }
    if (consignment.getContainersCount() == 0) {
      throw error(document, found, Consignment.CONTAINERS_FIELD_NUMBER, "at least one container");
    }
  }

  private static ProblemException error(
      Document document, ConsignmentJson.Found found, int number, String expected) {
    FieldDescriptor field = Consignment.getDescriptor().findFieldByNumber(number);
    Span at = found.places().get(field);
    String name = field.getName();
    if (at == null) {
      Span start = Span.token(document.text(), found.whole().start());
      return document.error(start, "%s: missing (expected: %s)".formatted(name, expected));
    }
    String given = field.isRepeated() ? "none" : SyntaxError.shown(at.of(document.text()));
    return document.error(at, "%s: %s (expected: %s)".formatted(name, given, expected));
  }

  private static Problem problem(String what) {
    return Problem.of(ExitCode.BAD_INPUT, what);
  }
}
