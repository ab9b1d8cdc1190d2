package shippy.shell.terminal;

/** What a shell shows beside what is typed. Safe for any thread. */
public interface PromptStatus {
  /** A word or two before the cursor. */
  String prompt();

  /** A few words at the right edge of the line. */
  String status();

  /** Sets what to do when the status has changed, on any thread. */
  void onChange(Runnable action);
}
