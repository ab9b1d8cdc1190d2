package shippy.consignment.cli.create;

import io.grpc.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.consignment.cli.input.Entry;
import shippy.consignment.cli.input.Inputs;
import shippy.console.Invocation;
import shippy.console.output.Progress;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Response;

/**
 * Sends many records, several at a time, and reports their outcomes in the order of the input. A
 * record that fails does not stop the others, unless the service is gone. One use; one thread calls
 * it.
 */
final class Import {
  /** Records that are read while an earlier one is under way, for each caller. */
  private static final int AHEAD = 4;

  /** The service is gone after so many records in a row without an answer, for each caller. */
  private static final int SILENCE = 2;

  private final Invocation call;
  private final RecordSender sender;
  private final int concurrency;
  private final ExecutorService callers;
  private final ErrorsFile errors;
  private final Consumer<Response> stored;
  private final ImportCount count;
  private final ImportEnd end;
  private final Progress progress;
  private final Deque<Future<CreateOutcome>> pending = new ArrayDeque<>();
  private int unanswered;

  /** {@code stored} takes the answers of the service, in the order of the records. */
  Import(
      Invocation call,
      RecordSender sender,
      int concurrency,
      ErrorsFile errors,
      Consumer<Response> stored) {
    this.call = call;
    this.sender = sender;
    this.concurrency = concurrency;
    this.callers = Executors.newFixedThreadPool(concurrency, DaemonThreads.numbered("import"));
    this.errors = errors;
    this.stored = stored;
    this.count = new ImportCount(Clock.system().stopwatch());
    this.end = new ImportEnd(count, errors.path());
    this.progress = new Progress(call.io(), Clock.system());
  }

  /**
   * Sends all records and tells how many were created.
   *
   * @throws ProblemException if some were not
   */
  void run(Inputs inputs) {
    try {
      Optional<Entry> next = inputs.next();
      while (next.isPresent() && !end.stopsReading()) {
        pending.add(submit(next.get()));
        end.last(next.get().at());
        take(inputs, AHEAD * concurrency);
        next = inputs.next();
      }
      take(inputs, 1);
    } finally {
      callers.shutdownNow();
      progress.close();
      if (end.isInterrupted()) {
        Thread.currentThread().interrupt();
      }
    }
    call.output().tell(count.summary(), count::json);
    end.check();
  }

  private Future<CreateOutcome> submit(Entry entry) {
    return end.early()
        .<Future<CreateOutcome>>map(
            reason -> CompletableFuture.completedFuture(sender.skip(entry, reason)))
        .orElseGet(() -> callers.submit(Context.current().wrap(() -> send(entry))));
  }

  private CreateOutcome send(Entry entry) {
    return end.isInterrupted() ? sender.skip(entry, ImportEnd.INTERRUPTED) : sender.send(entry);
  }

  /** Takes the oldest outcomes: those that are known, and more until fewer than that are left. */
  private void take(Inputs inputs, int fewer) {
    while (pending.size() >= fewer || (!pending.isEmpty() && pending.element().isDone())) {
      CreateOutcome outcome = await(pending.remove());
      count.add(outcome.kind());
      if (outcome instanceof CreateOutcome.Stored known) {
        unanswered = 0;
        stored.accept(known.answer());
      } else if (outcome instanceof CreateOutcome.Failed failed) {
        note(failed);
      }
      progress.update(() -> count.progress(inputs.percent()));
    }
  }

  private void note(CreateOutcome.Failed failed) {
    errors.add(failed.line());
    boolean unsent = failed.kind() == CreateOutcome.Kind.UNSENT;
    boolean told = unsent && (end.early().isPresent() || end.isInterrupted());
    if (!told) {
      progress.wipe();
      call.output().failure(failed.message(), failed.problem());
    }
    unanswered = failed.kind() == CreateOutcome.Kind.UNKNOWN ? unanswered + 1 : 0;
    end.failed(failed.problem(), unsent || unanswered >= SILENCE * concurrency);
  }

  private CreateOutcome await(Future<CreateOutcome> future) {
    while (true) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        end.interrupt();
        // Those that have begun are cancelled, the others end without being sent.
        callers.shutdownNow().forEach(Runnable::run);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
