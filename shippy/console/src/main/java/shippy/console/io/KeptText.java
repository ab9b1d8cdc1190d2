package shippy.console.io;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A temporary file of a text that is not written yet, which only its user can read. */
public record KeptText(Path file) {
  public KeptText {
    requireNonNull(file, "file");
  }

  /** A new file of a text, whose name ends as this one, which has an ending. */
  public static KeptText of(String name, String text) {
    int dot = name.lastIndexOf('.');
    String last = name.substring(name.lastIndexOf('/') + 1, dot);
    try {
      Path file = Files.createTempFile("shippy-" + last + "-", name.substring(dot)); // mode 0600
      Files.writeString(file, text);
      return new KeptText(file);
    } catch (IOException e) {
      throw Problem.of(
              ExitCode.FAILED,
              "cannot write a temporary file in " + System.getProperty("java.io.tmpdir"))
          .withFact(String.valueOf(e.getMessage()))
          .toException(e);
    }
  }

  /** The failure, with where the text is. */
  public ProblemException keep(ProblemException failure) {
    return failure.problem().withFact("your text is kept in " + file).toException(failure);
  }

  /** The same; without the file if it holds only this text, which nobody would miss, or is gone. */
  public ProblemException keepIfNot(String known, ProblemException failure) {
    try {
      if (!Files.readString(file).equals(known)) {
        return keep(failure);
      }
    } catch (NoSuchFileException e) {
      return failure;
    } catch (IOException e) {
      return keep(failure); // it may be no text
    }
    delete();
    return failure;
  }

  /** Idempotent. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
