package shippy.testkit.session;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.slf4j.LoggerFactory;

/**
 * Has SLF4J find its provider before test classes run side by side. A thread that asks for a logger
 * just while another one initializes SLF4J may get a substitute that never learns of the provider:
 * what it logs is lost.
 */
public final class LoggingInitializer implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    LoggerFactory.getILoggerFactory();
  }
}
