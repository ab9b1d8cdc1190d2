package shippy.tutorial;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One step of the tour.
 *
 * @param title what is done, in a few words
 * @param text why, at most 78 columns wide
 * @param deed what is shown
 */
record Lesson(String title, String text, Deed deed) {

  /** What is done to show it. */
  sealed interface Deed {
    /** Starts the services in the background and waits until they serve. */
    record Start(List<String> words) implements Deed {
      public Start {
        words = List.copyOf(words);
      }
    }

    /** Runs a command that ends with this exit code, again if that takes time to become true. */
    record Run(int expected, List<String> words) implements Deed {
      public Run {
        words = List.copyOf(words);
      }
    }

    /** Kills a service, which is started again. */
    record Kill(String program) implements Deed {
      public Kill {
        requireNonNull(program, "program");
      }
    }
  }

  Lesson {
    requireNonNull(title, "title");
    requireNonNull(text, "text");
    requireNonNull(deed, "deed");
  }

  static Lesson run(String title, String text, String... words) {
    return new Lesson(title, text, new Deed.Run(0, List.of(words)));
  }
}
