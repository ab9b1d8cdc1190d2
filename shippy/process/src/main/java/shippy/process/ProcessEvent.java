package shippy.process;

import java.time.Duration;

/** An event in the life of a supervised program. */
public sealed interface ProcessEvent {
  Program program();

  /** The {@code server_id} of its last process. */
  String id();

  /** A process was started; {@code attempt} counts from 1. */
  record Started(Program program, String id, long pid, int attempt) implements ProcessEvent {}

  /** It failed, or could not be started; it is started again after a pause. */
  record Failed(Program program, String id, String reason, Duration pause)
      implements ProcessEvent {}

  /** It ended by itself with status 0, and is not started again. */
  record Ended(Program program, String id) implements ProcessEvent {}

  /** It was told to leave, or did not pass its trial, and is no longer supervised. */
  record Gone(Program program, String id) implements ProcessEvent {}

  /** It cannot run with this configuration; all others are stopped. */
  record Misconfigured(Program program, String id, int status) implements ProcessEvent {}

  /** It did not end when asked to, and was killed. */
  record Killed(Program program, String id) implements ProcessEvent {}
}
