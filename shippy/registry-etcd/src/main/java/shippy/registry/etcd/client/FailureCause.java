package shippy.registry.etcd.client;

import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import shippy.problem.BrokenProgram;
import shippy.problem.ExitCode;
import shippy.problem.ProblemText;

/**
 * The cause of a failure at one member. gRPC reports nearly everything as "UNAVAILABLE: io
 * exception"; the real reason is in the causes.
 */
record FailureCause(Kind kind, String text) {
  private static final int MAX_TEXT = 200;

  /** The other side's message about our certificate, or about a missing one. */
  private static final Pattern REFUSAL =
      Pattern.compile("fatal alert: (\\w*certificate\\w*|unknown_ca|access_denied|decrypt_error)");

  /** The most specific first, each with the exit code and the first words of its problem. */
  enum Kind {
    CLASSES_MISSING(ExitCode.INTERNAL, "this program cannot load its own classes"),
    LOGIN_REFUSED(ExitCode.CONFIG, "etcd refuses the login"),
    NOT_ALLOWED(ExitCode.CONFIG, "etcd does not allow it"),
    TLS_NOT_SPOKEN(ExitCode.CONFIG, "etcd does not speak TLS"),
    CERTIFICATE_NOT_TRUSTED(ExitCode.CONFIG, "etcd's certificate is not trusted"),
    /** Ours, or a missing one. */
    CLIENT_CERTIFICATE_REFUSED(ExitCode.CONFIG, "etcd refuses the client certificate"),
    NO_SPACE(ExitCode.UNAVAILABLE, "etcd has no space left (database space exceeded)"),
    OTHER(ExitCode.UNAVAILABLE, "etcd refuses"),
    /** A member answers, but not as an etcd does. */
    NO_ETCD(ExitCode.UNAVAILABLE, "no etcd answers"),
    /** Members answer but cannot agree. */
    NO_QUORUM(ExitCode.UNAVAILABLE, "etcd has no quorum"),
    NO_ANSWER(ExitCode.UNAVAILABLE, "etcd does not answer"),
    UNREACHABLE(ExitCode.UNAVAILABLE, "etcd is unreachable"),
    /**
     * A member closes a new connection: an etcd with TLS does so to plaintext, or one that is
     * ending.
     */
    HANGS_UP(ExitCode.CONFIG, "etcd expects TLS");

    final ExitCode code;
    final String what;

    Kind(ExitCode code, String what) {
      this.code = code;
      this.what = what;
    }
  }

  static FailureCause of(FailedAttempt attempt) {
    return BrokenProgram.in(attempt.error())
        .map(error -> found(Kind.CLASSES_MISSING, error.toString()))
        .or(() -> attempt.causes().stream().flatMap(c -> transport(c, attempt)).findFirst())
        .or(() -> attempt.lastCause(FailureCause::isHandshake).map(FailureCause::handshake))
        .orElseGet(() -> answer(attempt));
  }

  /** From the exceptions of the connection. */
  private static Stream<FailureCause> transport(Throwable cause, FailedAttempt attempt) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof CertificateException) {
      return Stream.of(found(Kind.CERTIFICATE_NOT_TRUSTED, message));
    }
    if (cause instanceof ConnectTimeoutException) {
      return Stream.of(found(Kind.UNREACHABLE, "no answer to a connection attempt"));
    }
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return Stream.of(found(Kind.UNREACHABLE, "unknown host"));
    }
    if (cause instanceof ConnectException) {
      String text = message.toLowerCase(Locale.ROOT).replaceFirst(": .*", "");
      return Stream.of(found(Kind.UNREACHABLE, text));
    }
    if (has(message, "First received frame was not SETTINGS")) {
      return Stream.of(found(Kind.NO_ETCD, "answers with something else than HTTP/2"));
    }
    // Which one depends on a race between the peer's close and its unread bytes.
    return attempt.neverConnected()
            && has(message, "Network closed", "Connection reset", "Broken pipe")
        ? Stream.of(found(Kind.HANGS_UP, "closes the connection without an answer"))
        : Stream.empty();
  }

  private static boolean isHandshake(Throwable cause) {
    return cause instanceof SSLException || isTlsNegotiation(cause);
  }

  private static FailureCause handshake(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    Matcher refusal = REFUSAL.matcher(message);
    if (refusal.find()) {
      return found(Kind.CLIENT_CERTIFICATE_REFUSED, refusal.group(1));
    }
    boolean plain =
        isTlsNegotiation(cause) || has(message, "not an SSL/TLS record", "plaintext connection");
    return plain
        ? found(Kind.TLS_NOT_SPOKEN, "answers without TLS")
        : found(Kind.CERTIFICATE_NOT_TRUSTED, message);
  }

  private static boolean isTlsNegotiation(Throwable cause) {
    return has(String.valueOf(cause.getMessage()), "while performing TLS negotiation");
  }

  /** From the answer of etcd. */
  private static FailureCause answer(FailedAttempt attempt) {
    Status.Code code = attempt.status().getCode();
    String text = attempt.text();
    if (has(text, "invalid user ID or password", "user name is empty", "invalid auth token")) {
      return found(Kind.LOGIN_REFUSED, text);
    }
    if (attempt.isOfReplacedClient()) {
      return found(Kind.NO_ANSWER, "no answer in time");
    }
    if (has(text, "database space exceeded")) {
      return found(Kind.NO_SPACE, text);
    }
    return switch (code) {
      case UNAUTHENTICATED -> found(Kind.LOGIN_REFUSED, text);
      case PERMISSION_DENIED -> found(Kind.NOT_ALLOWED, text);
      case UNIMPLEMENTED -> found(unimplemented(text), text);
      case DEADLINE_EXCEEDED -> found(Kind.NO_ANSWER, "no answer in time");
      case UNAVAILABLE -> found(unavailable(text), text);
      // A follower that cannot forward a renewal to its leader answers UNKNOWN.
      case UNKNOWN, INTERNAL, CANCELLED -> found(Kind.NO_ANSWER, text);
      default -> found(Kind.OTHER, code + ": " + text);
    };
  }

  /**
   * A substitute for etcd may lack a method ("unknown method"); a proxy answers with HTTP's words.
   */
  private static Kind unimplemented(String text) {
    return has(text, "unknown service", "Method not found") ? Kind.NO_ETCD : Kind.OTHER;
  }

  private static Kind unavailable(String text) {
    if (has(text, "no leader", "request timed out")) {
      return Kind.NO_QUORUM;
    }
    return has(text, "leader") ? Kind.NO_ANSWER : Kind.UNREACHABLE;
  }

  private static FailureCause found(Kind kind, String text) {
    String shortened = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    return new FailureCause(kind, ProblemText.clean(shortened));
  }

  private static boolean has(String text, String... parts) {
    return Arrays.stream(parts).anyMatch(text::contains);
  }
}
