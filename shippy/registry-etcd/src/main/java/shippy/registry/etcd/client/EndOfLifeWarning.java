package shippy.registry.etcd.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;
import shippy.registry.ClusterMember;
import shippy.registry.ClusterStatus;

/**
 * Warns once of an etcd that gets no more security fixes. Only for programs that register; others
 * keep stderr for their own errors. Safe for any thread.
 */
public final class EndOfLifeWarning {
  /**
   * The project maintains the current minor version and the one before: 3.6 and 3.5. Source:
   * https://etcd.io/docs/v3.6/op-guide/versioning/
   */
  private static final int OLDEST_SUPPORTED_MINOR = 5;

  private static final Logger LOG = LoggerFactory.getLogger(EndOfLifeWarning.class);
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");

  private final EtcdOptions options;
  private final AtomicBoolean asked = new AtomicBoolean();

  public EndOfLifeWarning(EtcdOptions options) {
    this.options = options;
  }

  /** Asks the members at the first call; never blocks, never fails. */
  public void once() {
    if (asked.compareAndSet(false, true)) {
      CompletableFuture<Void> unused =
          MemberSurvey.status(options).thenAccept(EndOfLifeWarning::warn);
    }
  }

  private static void warn(ClusterStatus cluster) {
    cluster.members().stream()
        .filter(member -> member instanceof ClusterMember.Up up && up.endOfLife())
        .findFirst()
        .map(ClusterMember.Up.class::cast)
        .ifPresent(
            up ->
                LOG.warn(
                    "Registry [etcd] {} runs etcd {}, which is end-of-life and gets no security"
                        + " fixes: upgrade it, one minor version at a time, to 3.{} or newer",
                    up.endpoint(),
                    ProblemText.clean(up.version()),
                    OLDEST_SUPPORTED_MINOR));
  }

  /** False for what does not look like a version. */
  public static boolean isEndOfLife(String version) {
    Matcher m = VERSION.matcher(version);
    if (!m.matches()) {
      return false;
    }
    int major = Integer.parseInt(m.group(1));
    int minor = Integer.parseInt(m.group(2));
    return major < 3 || (major == 3 && minor < OLDEST_SUPPORTED_MINOR);
  }
}
