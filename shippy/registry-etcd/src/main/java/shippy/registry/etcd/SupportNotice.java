package shippy.registry.etcd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;

/**
 * Warns once of an etcd that gets no security fixes any more. Asked for by programs that register:
 * those that only look something up keep their stderr for their own errors. Safe for any thread.
 */
final class SupportNotice {
  /**
   * The project maintains the current minor version and the one before: 3.6 and 3.5. Source:
   * https://etcd.io/docs/v3.6/op-guide/versioning/
   */
  private static final int OLDEST_SUPPORTED_MINOR = 5;

  private static final Logger LOG = LoggerFactory.getLogger(EtcdRegistry.class);
  private static final Duration LIMIT = Duration.ofMillis(2_500);
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");

  private final EtcdOptions options;
  private final AtomicBoolean asked = new AtomicBoolean();

  SupportNotice(EtcdOptions options) {
    this.options = options;
  }

  /** Asks the members at the first call; never blocks, never fails. */
  void once() {
    if (asked.compareAndSet(false, true)) {
      CompletableFuture<Void> unused =
          MemberSurvey.of(options, LIMIT).thenAccept(SupportNotice::tell);
    }
  }

  private static void tell(List<MemberSurvey.Answer> answers) {
    for (MemberSurvey.Answer answer : answers) {
      String version = answer.status().map(status -> status.getVersion()).orElse("");
      if (isEndOfLife(version)) {
        LOG.warn(
            "Registry [etcd] {} runs etcd {}, which is end-of-life and gets no security fixes:"
                + " upgrade it, one minor version at a time, to 3.{} or newer",
            answer.member(),
            ProblemText.clean(version),
            OLDEST_SUPPORTED_MINOR);
        return;
      }
    }
  }

  /** What does not look like a version is none. */
  static boolean isEndOfLife(String version) {
    Matcher m = VERSION.matcher(version);
    if (!m.matches()) {
      return false;
    }
    int major = Integer.parseInt(m.group(1));
    int minor = Integer.parseInt(m.group(2));
    return major < 3 || (major == 3 && minor < OLDEST_SUPPORTED_MINOR);
  }
}
