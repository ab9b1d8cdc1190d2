package shippy.invoke;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.Optional;
import shippy.problem.ProblemException;

/** The request and the response of a method: their fields, and their bytes from and to JSON. */
sealed interface Messages permits DescribedMessages, ListedMessages {
  /**
   * The bytes of a request; blank text is one without fields.
   *
   * @throws ProblemException with code {@code BAD_INPUT} if it is none
   */
  byte[] write(String json);

  /**
   * A response as JSON in one line.
   *
   * @throws ProblemException if it cannot be shown
   */
  String read(byte[] response);

  /** A request to fill in, as JSON. */
  String template();

  Shape request();

  Shape response();

  /** The comment of the method. */
  String doc();

  /** The comment of its gRPC service. */
  String serviceDoc();

  /** The method as its proto file has it; empty if only fields are known. */
  Optional<MethodDescriptor> descriptor();
}
