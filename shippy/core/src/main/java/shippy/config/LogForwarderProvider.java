package shippy.config;

/**
 * Makes log forwarders; a module on the class path provides it, for {@link
 * java.util.ServiceLoader}. Nothing looks for it unless {@code --log_fluentd} is set.
 */
public interface LogForwarderProvider {
  /**
   * A forwarder that closes itself when the process ends. Connects when there is something to send.
   *
   * @param address {@code host:port}
   */
  LogForwarder start(String address);
}
