package shippy.registry.etcd;

import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import shippy.problem.BrokenProgram;
import shippy.problem.ProblemText;

/**
 * What really happened at one member: gRPC says "UNAVAILABLE: io exception" to nearly everything,
 * the truth is in the causes.
 */
record Diagnosis(Kind kind, String text) {
  private static final int MAX_TEXT = 200;

  /** What the other side says of a certificate that it was shown, or that it was not. */
  private static final Pattern REFUSAL =
      Pattern.compile("fatal alert: (\\w*certificate\\w*|unknown_ca|access_denied|decrypt_error)");

  /** The most telling first. */
  enum Kind {
    /** This program, not etcd. */
    CLASSES_MISSING,
    LOGIN_REFUSED,
    NOT_ALLOWED,
    TLS_NOT_SPOKEN,
    CERTIFICATE_NOT_TRUSTED,
    /** Ours, or that there is none. */
    CLIENT_CERTIFICATE_REFUSED,
    NO_SPACE,
    OTHER,
    /** Answers, and in a way that no etcd does. */
    NO_ETCD,
    /** Members answer and cannot agree. */
    NO_QUORUM,
    NO_ANSWER,
    UNREACHABLE,
    /** Ends a new connection unasked, as an etcd with TLS does to plaintext, or one that dies. */
    HANGS_UP
  }

  static Diagnosis of(Attempt attempt) {
    return BrokenProgram.in(attempt.error())
        .map(error -> new Diagnosis(Kind.CLASSES_MISSING, shortened(error.toString())))
        .or(() -> transport(attempt))
        .orElseGet(() -> answer(attempt));
  }

  /** What the connection says. */
  private static Optional<Diagnosis> transport(Attempt attempt) {
    for (Throwable cause : attempt.causes()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof CertificateException) {
        return found(Kind.CERTIFICATE_NOT_TRUSTED, message);
      }
      if (cause instanceof ConnectTimeoutException) {
        return found(Kind.UNREACHABLE, "no answer to a connection attempt");
      }
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return found(Kind.UNREACHABLE, "unknown host");
      }
      if (cause instanceof ConnectException) {
        return found(Kind.UNREACHABLE, message.toLowerCase(Locale.ROOT).replaceFirst(": .*", ""));
      }
      if (has(message, "First received frame was not SETTINGS")) {
        return found(Kind.NO_ETCD, "answers with something else than HTTP/2");
      }
      // Which of them is a race between the peer's end and its unread bytes.
      if (attempt.neverConnected()
          && has(message, "Network closed", "Connection reset", "Broken pipe")) {
        return found(Kind.HANGS_UP, "hangs up without a word");
      }
    }
    return attempt.causes().stream()
        .filter(c -> c instanceof SSLException || isTlsNegotiation(c))
        .reduce((outer, inner) -> inner)
        .map(Diagnosis::handshake);
  }

  private static Diagnosis handshake(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    Matcher refusal = REFUSAL.matcher(message);
    if (refusal.find()) {
      return new Diagnosis(Kind.CLIENT_CERTIFICATE_REFUSED, refusal.group(1));
    }
    boolean plain =
        isTlsNegotiation(cause) || has(message, "not an SSL/TLS record", "plaintext connection");
    return plain
        ? new Diagnosis(Kind.TLS_NOT_SPOKEN, "answers without TLS")
        : new Diagnosis(Kind.CERTIFICATE_NOT_TRUSTED, shortened(message));
  }

  private static boolean isTlsNegotiation(Throwable cause) {
    return has(String.valueOf(cause.getMessage()), "while performing TLS negotiation");
  }

  /** What etcd says. */
  private static Diagnosis answer(Attempt attempt) {
    Status.Code code = attempt.status().getCode();
    String text = attempt.text();
    if (has(text, "invalid user ID or password", "user name is empty", "invalid auth token")) {
      return new Diagnosis(Kind.LOGIN_REFUSED, shortened(text));
    }
    if (attempt.isOfReplacedClient()) {
      return new Diagnosis(Kind.NO_ANSWER, "no answer in time");
    }
    if (has(text, "database space exceeded")) {
      return new Diagnosis(Kind.NO_SPACE, shortened(text));
    }
    return switch (code) {
      case UNAUTHENTICATED -> new Diagnosis(Kind.LOGIN_REFUSED, shortened(text));
      case PERMISSION_DENIED -> new Diagnosis(Kind.NOT_ALLOWED, shortened(text));
      case UNIMPLEMENTED -> new Diagnosis(unimplemented(text), shortened(text));
      case DEADLINE_EXCEEDED -> new Diagnosis(Kind.NO_ANSWER, "no answer in time");
      case UNAVAILABLE -> new Diagnosis(unavailable(text), shortened(text));
      // A follower that cannot pass a renewal on to its leader says UNKNOWN.
      case UNKNOWN, INTERNAL, CANCELLED -> new Diagnosis(Kind.NO_ANSWER, shortened(text));
      default -> new Diagnosis(Kind.OTHER, shortened(code + ": " + text));
    };
  }

  /** A stand-in for etcd may lack a method ("unknown method"); a proxy answers in HTTP's words. */
  private static Kind unimplemented(String text) {
    return has(text, "unknown service", "Method not found") ? Kind.NO_ETCD : Kind.OTHER;
  }

  private static Kind unavailable(String text) {
    if (has(text, "no leader", "request timed out")) {
      return Kind.NO_QUORUM;
    }
    return has(text, "leader") ? Kind.NO_ANSWER : Kind.UNREACHABLE;
  }

  private static Optional<Diagnosis> found(Kind kind, String text) {
    return Optional.of(new Diagnosis(kind, shortened(text)));
  }

  private static boolean has(String text, String... parts) {
    return Arrays.stream(parts).anyMatch(text::contains);
  }

  private static String shortened(String text) {
    return ProblemText.clean(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…");
  }
}
