package shippy.consignment.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import shippy.config.Format;
import shippy.consignment.cli.input.ConsignmentReader;
import shippy.consignment.cli.query.OptionValue;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;

/**
 * Asks for a consignment at a terminal, field by field; repeats a question until the answer is
 * valid. Questions go to standard error. One thread.
 */
record ConsignmentQuestions(IoStreams io) {
  private static final Format<Integer> WEIGHT =
      new Format<>(
          ConsignmentReader.EXPECTED_WEIGHT, Format.integer(1, Integer.MAX_VALUE).parser());

  /**
   * The consignment as the JSON that files have.
   *
   * @throws ProblemException if the user stops before the end
   */
  byte[] ask() {
    io.err().println("A consignment, field by field; Ctrl-C or Ctrl-D stops without creating it.");
    try {
      return JsonFormat.printer().print(consignment()).getBytes(UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e); // only messages with Any cannot be printed
    }
  }

  private Consignment consignment() {
    Consignment.Builder wanted =
        Consignment.newBuilder().setDescription(text("description")).setWeight(weight());
    do {
      String number = "container %d, ".formatted(wanted.getContainersCount() + 1);
      wanted.addContainers(
          Container.newBuilder()
              .setCustomerId(text(number + "customer_id"))
              .setUserId(text(number + "user_id"))
              .setOrigin(text(number + "origin")));
    } while (text("another container? (y/N)").matches("(?i)y|yes"));
    return wanted.build();
  }

  private int weight() {
    while (true) {
      OptionValue weight = new OptionValue("weight", text("weight in kg"));
      try {
        return weight.as(WEIGHT);
      } catch (ProblemException e) {
        io.err().println("  " + ProblemText.clean(e.problem().what()));
      }
    }
  }

  private String text(String question) {
    io.err().print("  " + question + ": ");
    io.err().flush();
    return answer().strip();
  }

  private String answer() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int c = io.in().read();
      if (c < 0) {
        throw stopped();
      }
      while (c >= 0 && c != '\n') {
        line.write(c);
        c = io.in().read();
      }
      return line.toString(UTF_8);
    } catch (IOException e) {
      throw stopped().problem().toException(e);
    }
  }

  private static ProblemException stopped() {
    return Problem.of(ExitCode.INTERRUPTED, "stopped: nothing was created").toException();
  }
}
