package shippy.process;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import shippy.clock.Backoff;
import shippy.clock.Clock;

/**
 * A program that a {@link Supervisor} keeps running: its processes, one after the other. Only the
 * supervisor changes it; any thread may read.
 */
public final class SupervisedProcess {
  final Backoff backoff = Backoff.standard();
  private final Program program;
  private final CompletableFuture<String> gone = new CompletableFuture<>();
  Clock.Timer timer = () -> {};
  boolean onTrial;
  boolean leaving;
  boolean done;
  int attempts;
  long startedAt;
  volatile Launcher.@Nullable Child child;
  private volatile String id = "";

  SupervisedProcess(Program program, boolean onTrial) {
    this.program = program;
    this.onTrial = onTrial;
  }

  public Program program() {
    return program;
  }

  /** The {@code server_id} of its last process. */
  public String id() {
    return id;
  }

  void renew(String newId) {
    id = newId;
  }

  /** Of the process that runs; 0 if none does. */
  public long pid() {
    Launcher.Child running = child;
    return running == null ? 0 : running.pid();
  }

  /** Completes when no process of it runs and none will, with the reason. */
  public CompletableFuture<String> gone() {
    return gone;
  }
}
