package shippy.telemetry;

import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Measures calls as they begin and end, to export the figures. Is called on the threads of calls:
 * must neither block nor throw. Safe for any thread.
 */
public interface CallMeter {
  /** The method under which a server counts calls of methods that it does not have. */
  String OTHER = "other";

  /** Measures nothing. */
  CallMeter NONE =
      new CallMeter() {
        @Override
        public Recorder server(String method) {
          return Recorder.NONE;
        }

        @Override
        public Recorder client(MethodDescriptor<?, ?> method) {
          return Recorder.NONE;
        }
      };

  /**
   * For the calls of one method that are answered; asked once for each method of a server.
   *
   * @param method its full name, or {@link #OTHER}
   */
  Recorder server(String method);

  /** For the attempts of a call that is made; asked at each call. */
  Recorder client(MethodDescriptor<?, ?> method);

  /** Measures the calls of one method. */
  interface Recorder {
    /** Measures nothing. */
    Recorder NONE =
        new Recorder() {
          @Override
          public void started(int attempt) {}

          @Override
          public void ended(Status.Code status, long nanos) {}
        };

    /**
     * One begins.
     *
     * @param attempt from 1; always 1 for calls that are answered
     */
    void started(int attempt);

    /** One that began has ended. */
    void ended(Status.Code status, long nanos);
  }
}
