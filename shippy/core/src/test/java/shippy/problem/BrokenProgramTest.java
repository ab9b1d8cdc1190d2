package shippy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class BrokenProgramTest {
  @Test
  void missing_class_is_found_behind_any_failure() {
    LinkageError missing = new NoClassDefFoundError("shippy/Late");
    assertThat(BrokenProgram.in(missing)).contains(missing);
    assertThat(BrokenProgram.in(new CompletionException(new IllegalStateException(missing))))
        .contains(missing);
    assertThat(BrokenProgram.problem(missing).what())
        .isEqualTo(
            "this program cannot load its own classes: java.lang.NoClassDefFoundError:"
                + " shippy/Late");
  }

  @Test
  void other_errors_are_of_another_kind() {
    assertThat(BrokenProgram.in(new UnsatisfiedLinkError("libsqlite.so"))).isEmpty();
    assertThat(BrokenProgram.in(new ExceptionInInitializerError("x"))).isEmpty();
    assertThat(BrokenProgram.in(new NoClassDefFoundError("Could not initialize class X")))
        .isEmpty();
    assertThat(BrokenProgram.in(new OutOfMemoryError())).isEmpty();
    assertThat(BrokenProgram.in(null)).isEmpty();
  }
}
