package shippy.consignment.cli;

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
import shippy.console.Progress;
import shippy.proto.consignment.Response;

/**
 * Sends many records, several at a time, and takes what became of them in their order. What fails
 * is told and keeps nothing else from being sent, unless the service is gone. One use; one thread
 * calls it.
 */
final class Import {
  /** Records that are read while an earlier one is under way, for each caller. */
  private static final int AHEAD = 4;

  /** Records without an answer, one after the other, for each caller: nobody answers any more. */
  private static final int SILENCE = 2;

  private final Invocation call;
  private final Sending sending;
  private final int concurrency;
  private final ExecutorService callers;
  private final FailedFile failures;
  private final Consumer<Response> stored;
  private final ImportCount count;
  private final Progress progress;
  private final Deque<Future<Outcome>> pending = new ArrayDeque<>();
  private final ImportEnd end = new ImportEnd();
  private volatile boolean interrupted;
  private int unanswered;

  /**
   * An import to be.
   *
   * @param stored takes what the service answered, in the order of the records
   */
  Import(
      Invocation call,
      Sending sending,
      int concurrency,
      FailedFile failures,
      Consumer<Response> stored) {
    this.call = call;
    this.sending = sending;
    this.concurrency = concurrency;
    this.callers = Executors.newFixedThreadPool(concurrency, DaemonThreads.numbered("import"));
    this.failures = failures;
    this.stored = stored;
    this.count = new ImportCount(Clock.system().stopwatch());
    this.progress = new Progress(call.io(), Clock.system());
  }

  /** Sends them all and tells how many of them were created; what is left says the result. */
  ImportEnd run(Inputs inputs) {
    try {
      Optional<Entry> next = inputs.next();
      while (next.isPresent() && !stops()) {
        pending.add(submit(next.get()));
        end.last(next.get().at());
        take(inputs, AHEAD * concurrency);
        next = inputs.next();
      }
      take(inputs, 1);
    } finally {
      callers.shutdownNow();
      progress.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    call.output().tell(count.summary(), count::json);
    return end.with(count, interrupted);
  }

  /** With a file for what fails, the rest of the input is to be found there. */
  private boolean stops() {
    return interrupted || (end.isEarly() && failures.path().isEmpty());
  }

  private Future<Outcome> submit(Entry entry) {
    if (entry instanceof Entry.Bad bad) {
      return CompletableFuture.completedFuture(Sending.refuse(bad));
    }
    Entry.Good good = (Entry.Good) entry;
    return end.reason().isPresent()
        ? CompletableFuture.completedFuture(sending.skip(good, end.reason().get()))
        : callers.submit(() -> interrupted ? skip(good) : sending.send(good));
  }

  private Outcome skip(Entry.Good entry) {
    return sending.skip(entry, ImportEnd.INTERRUPTED);
  }

  /**
   * What became of the oldest records, as far as it is known, until fewer than so many are left.
   */
  private void take(Inputs inputs, int fewer) {
    while (pending.size() >= fewer || (!pending.isEmpty() && pending.element().isDone())) {
      Outcome outcome = await(pending.remove());
      count.add(outcome.kind());
      if (outcome instanceof Outcome.Stored known) {
        unanswered = 0;
        stored.accept(known.answer());
      } else if (outcome instanceof Outcome.Failed failed) {
        note(failed);
      }
      progress.update(() -> count.progress(inputs.percent()));
    }
  }

  private void note(Outcome.Failed failed) {
    failures.add(failed.line());
    boolean told = (end.isEarly() || interrupted) && failed.kind() == Outcome.Kind.UNSENT;
    if (!told) {
      progress.wipe();
      call.output().failure(failed.message(), failed.problem());
    }
    unanswered = failed.kind() == Outcome.Kind.UNKNOWN ? unanswered + 1 : 0;
    boolean gone = failed.kind() == Outcome.Kind.UNSENT || unanswered >= SILENCE * concurrency;
    end.failed(failed.problem(), gone);
  }

  private Outcome await(Future<Outcome> future) {
    while (true) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        interrupted = true;
        // Those that have begun are cancelled, the others end without being sent.
        callers.shutdownNow().forEach(Runnable::run);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
