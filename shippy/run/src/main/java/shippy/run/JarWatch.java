package shippy.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;
import shippy.process.Program;

/**
 * Tells when a jar was built again and is complete: it has changed, then stayed the same from one
 * look to the next, and is a program. Looks at times and sizes, since a build may write a file in
 * place, rename another to its name, or replace its folder. For one thread.
 */
final class JarWatch {
  static final Duration PERIOD = Duration.ofMillis(250);

  private final Map<Path, State> told = new HashMap<>();
  private final Map<Path, State> seen = new HashMap<>();
  private final Consumer<Path> rebuilt;

  private record State(FileTime modified, long size) {
    static Optional<State> of(Path jar) {
      try {
        return Optional.of(new State(Files.getLastModifiedTime(jar), Files.size(jar)));
      } catch (IOException e) {
        return Optional.empty(); // a build has deleted it
      }
    }
  }

  /** A watch of jars as they are now. */
  JarWatch(Collection<Path> jars, Consumer<Path> rebuilt) {
    this.rebuilt = rebuilt;
    for (Path jar : jars) {
      told.put(jar, State.of(jar).orElse(new State(FileTime.fromMillis(0), 0)));
    }
  }

  /** Looks again and again on a thread of its own. */
  void watchUntil(CompletableFuture<?> ended, Clock clock) {
    Runnable looking =
        () -> {
          while (!Deadline.within(PERIOD, ended, clock)) {
            look();
          }
        };
    DaemonThreads.named("shippy-jars").newThread(looking).start();
  }

  /** Looks at every jar once. */
  void look() {
    told.replaceAll(this::look);
  }

  /** Returns what was told of the jar last. */
  private State look(Path jar, State before) {
    Optional<State> now = State.of(jar);
    if (now.isEmpty() || now.get().equals(before)) {
      seen.remove(jar);
      return before;
    }
    boolean settled = now.get().equals(seen.put(jar, now.get())); // else it may still be written
    if (!settled || !Program.isRunnable(jar)) {
      return before;
    }
    rebuilt.accept(jar);
    return now.get();
  }
}
