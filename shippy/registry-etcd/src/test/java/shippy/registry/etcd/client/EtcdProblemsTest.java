package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.RegistryException;

/** What is said of attempts that failed in different ways. */
class EtcdProblemsTest {
  private static final FailedAttempt REFUSED =
      FailedAttempt.of(
          Status.UNAVAILABLE
              .withCause(new ConnectException("Connection refused"))
              .asRuntimeException());
  private static final FailedAttempt TOO_SLOW = FailedAttempt.of(new TimeoutException());

  /** On a machine that is too busy for a second try, a dead etcd is dead all the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:1             | etcd is unreachable: cannot list",
        "127.0.0.1:1,127.0.0.1:2 | etcd does not answer: cannot list",
      })
  void refused_connection_says_more_of_the_only_member_than_a_second_try_that_was_too_slow(
      String members, String what) {
    Config config = Config.of(Map.of("registry", "etcd", "registry_address", members), Map.of());
    EtcdProblems explanation = new EtcdProblems(EtcdOptions.from(config), () -> false);

    var failure = explanation.of("list", new EtcdFailure(List.of(REFUSED, TOO_SLOW)));

    assertThat(failure).hasMessage(what);
  }

  @Test
  void program_that_cannot_load_a_class_does_not_blame_etcd() {
    Config config = Config.of(Map.of("registry", "etcd"), Map.of());
    EtcdProblems explanation = new EtcdProblems(EtcdOptions.from(config), () -> true);
    FailedAttempt broken =
        FailedAttempt.of(
            Status.UNAVAILABLE
                .withCause(new NoClassDefFoundError("io/netty/Late"))
                .asRuntimeException());

    RegistryException failure = explanation.of("register x", new EtcdFailure(List.of(broken)));

    assertThat(failure).hasMessage("this program cannot load its own classes: cannot register x");
    assertThat(failure.problem().code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(failure.problem().facts())
        .containsExactly("127.0.0.1:2379: java.lang.NoClassDefFoundError: io/netty/Late");
    assertThat(failure.problem().fixes())
        .extracting(Problem.Fix::command)
        .containsExactly("start the program again");
  }
}
