package shippy.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Secrets;
import shippy.config.Setting;

/** What a caller of {@code /control} must know. Never part of a text. */
public final class ControlToken {
  /** From the environment, since a secret has no flag. */
  public static final Setting<String> TOKEN =
      Setting.optional("api_token", "token that callers of /control must send", Format.text())
          .asSecret();

  public static final Setting<String> FILE =
      Setting.optional("api_token_file", "file that holds the token for /control", Format.text());

  private final byte[] header;

  public ControlToken(String token) {
    header = ("Bearer " + token).getBytes(UTF_8);
  }

  /**
   * The token of the settings, if one is set.
   *
   * @throws shippy.problem.ProblemException if both are set, or if the file is not a private one
   */
  public static Optional<ControlToken> from(Config config) {
    return Secrets.password(config, TOKEN, FILE).map(ControlToken::new);
  }

  boolean matches(String authorization) {
    return MessageDigest.isEqual(header, authorization.getBytes(UTF_8)); // takes as long for any
  }
}
