package shippy.platform;

import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, SIGINT and SIGHUP as requests to stop: the first starts the drain, a second of the same
 * kind ends the process at once with 128 + its number. A signal of another kind after the first is
 * the same request again: Ctrl-C and the closing of a terminal reach a whole process group, and a
 * supervisor in it passes SIGTERM on. Safe for any thread.
 *
 * <p>Not a shutdown hook: that could neither exit 0 nor see the second signal.
 */
public final class Signals {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final Set<String> seen = new HashSet<>();
  private @Nullable Runnable stop;
  private volatile Runnable force = () -> {};

  private Signals() {}

  /** Takes over the signals of this process, for its whole life. */
  public static Signals install() {
    Signals signals = new Signals();
    NUMBERS.keySet().forEach(name -> handle(name, signals::received));
    return signals;
  }

  /** The action of the first signal, run on a thread of its own; at once if it came already. */
  public synchronized void onFirst(Runnable action) {
    stop = action;
    if (!seen.isEmpty()) {
      startStop(action);
    }
  }

  /** What to do before the second signal ends the process; by default nothing. */
  public void onSecond(Runnable action) {
    force = action;
  }

  private void received(String name) {
    if (isRepeated(name)) {
      try {
        force.run();
      } finally {
        Runtime.getRuntime().halt(128 + NUMBERS.getOrDefault(name, 0));
      }
    }
  }

  private synchronized boolean isRepeated(String name) {
    if (!seen.add(name)) {
      return true;
    }
    if (seen.size() == 1 && stop != null) {
      startStop(stop);
    }
    return false;
  }

  private static void startStop(Runnable action) {
    new Thread(action, "shippy-stop").start();
  }

  /**
   * Uses reflection: the class is supported (jdk.unsupported), but javac's warning about it cannot
   * be suppressed.
   */
  private static void handle(String name, Consumer<String> receiver) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) -> {
                receiver.accept(name);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LoggerFactory.getLogger(Signals.class).warn("SIG{} ends this process undrained", name, e);
    }
  }
}
