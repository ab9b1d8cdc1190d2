package shippy.tutorial;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One step of the tutorial.
 *
 * @param title in a few words
 * @param text the reason, at most 78 columns wide
 * @param action what the step does
 */
record Lesson(String title, String text, Action action) {

  /** What a step does. */
  sealed interface Action {
    /** Starts the services in the background and waits until they serve. */
    record Start(List<String> words) implements Action {
      public Start {
        words = List.copyOf(words);
      }
    }

    /** Runs a command until it ends with this exit code, several times if necessary. */
    record Run(int expected, List<String> words) implements Action {
      public Run {
        words = List.copyOf(words);
      }
    }

    /** Kills a service and waits until it is started again. */
    record Kill(String program) implements Action {
      public Kill {
        requireNonNull(program, "program");
      }
    }
  }

  Lesson {
    requireNonNull(title, "title");
    requireNonNull(text, "text");
    requireNonNull(action, "action");
  }

  static Lesson run(String title, String text, String... words) {
    return new Lesson(title, text, new Action.Run(0, List.of(words)));
  }
}
