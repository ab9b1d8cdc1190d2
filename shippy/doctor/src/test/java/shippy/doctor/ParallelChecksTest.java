package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class ParallelChecksTest {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.numbered("checks"));
  private final List<Finding> told = new ArrayList<>();

  private record Fixed(String subject, Supplier<List<Finding>> answer) implements Check {
    @Override
    public List<Finding> look() {
      return answer.get();
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void checks_run_at_once_and_are_told_in_order() {
    CountDownLatch both = new CountDownLatch(2);
    Supplier<List<Finding>> meet =
        () -> {
          both.countDown();
          await(both);
          return List.of(Finding.pass("x", "met"));
        };
    List<Finding> found =
        checked(Duration.ofSeconds(20), new Fixed("a", meet), new Fixed("b", meet));
    assertThat(found).hasSize(2).isEqualTo(told);
  }

  @Test
  void check_that_hangs_fails_and_keeps_no_other_from_being_told() {
    CountDownLatch never = new CountDownLatch(1);
    List<Finding> found =
        checked(
            Duration.ofMillis(1200),
            new Fixed(
                "disk",
                () -> {
                  await(never);
                  return List.of();
                }),
            new Fixed("b", () -> List.of(Finding.pass("b", "fine"))));
    assertThat(new Rows(found).lines())
        .containsExactly("FAIL disk: nothing known after 1.2 s", "PASS b: fine");
  }

  @Test
  void problem_is_a_failing_row_with_its_first_fix() {
    Fixed check =
        new Fixed(
            "etcd",
            () -> {
              throw Problem.of(ExitCode.CONFIG, "bad")
                  .withLikely("why")
                  .withFix("do", "it")
                  .toException();
            });
    Rows rows = new Rows(checked(Duration.ofSeconds(20), check));
    assertThat(rows.line()).isEqualTo("FAIL etcd: bad (why)");
    assertThat(rows.fix()).isEqualTo("do");
  }

  @Test
  void defect_of_a_check_is_not_taken_for_a_finding() {
    Fixed broken =
        new Fixed(
            "x",
            () -> {
              throw new IllegalArgumentException("bug");
            });
    assertThatIllegalStateException()
        .isThrownBy(() -> checked(Duration.ofSeconds(20), broken))
        .withMessage("check of x")
        .havingCause()
        .withMessage("bug");
  }

  /** A busy machine: what waits for the registry, or for a processor, is no dead disk. */
  @Test
  void registry_that_takes_longer_than_the_limit_lets_the_others_take_longer() {
    CompletableFuture<Object> registry = new CompletableFuture<>();
    CountDownLatch never = new CountDownLatch(1);
    Fixed slow =
        new Fixed(
            "registry",
            () -> {
              registry.completeOnTimeout("answer", 400, TimeUnit.MILLISECONDS).join();
              return List.of(Finding.pass("registry", "here"));
            });
    Fixed after =
        new Fixed(
            "service",
            () -> {
              registry.join();
              await(never, 200);
              return List.of(Finding.pass("service", "serving"));
            });
    List<Finding> found =
        new ParallelChecks(threads, Clock.system(), Duration.ofMillis(100), registry)
            .of(List.of(slow, after), told::add);
    assertThat(new Rows(found).lines())
        .containsExactly("PASS registry: here", "PASS service: serving");
  }

  private List<Finding> checked(Duration limit, Check... checks) {
    return new ParallelChecks(
            threads, Clock.system(), limit, CompletableFuture.completedFuture("answer"))
        .of(List.of(checks), told::add);
  }

  private static void await(CountDownLatch latch) {
    await(latch, Long.MAX_VALUE);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
