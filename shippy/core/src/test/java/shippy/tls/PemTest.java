package shippy.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {
  /** The older form is what PKCS #8 wraps; it begins after version and algorithm. */
  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 1024", "EC, 256", "EC, 384"})
  void key_is_read_in_both_forms(String algorithm, int bits) throws Exception {
    KeyPair pair = pair(algorithm, bits);
    byte[] bytes = pair.getPrivate().getEncoded();
    byte[] old = Arrays.copyOfRange(bytes, start(bytes), bytes.length);
    assertThat(Pem.key(pem("", bytes), pair.getPublic())).isEqualTo(pair.getPrivate());
    assertThat(Pem.key(pem(algorithm + " ", old), pair.getPublic())).isEqualTo(pair.getPrivate());
  }

  @Test
  void key_of_another_certificate_is_refused() throws Exception {
    String pem = pem("", pair("EC", 256).getPrivate().getEncoded());
    KeyPair other = pair("EC", 256);
    assertThatThrownBy(() -> Pem.key(pem, other.getPublic()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("the key of another certificate");
  }

  @Test
  void text_without_a_key_or_certificate_is_refused() throws Exception {
    KeyPair pair = pair("EC", 256);
    String encrypted = pem("", new byte[3]).replace("KEY-----\nA", "KEY-----\nProc-Type: 4\n\nA");
    assertThatThrownBy(() -> Pem.key(encrypted, pair.getPublic()))
        .isInstanceOf(IOException.class)
        .hasMessage("no unencrypted private key in it");
    assertThatThrownBy(() -> Pem.certificates(new ByteArrayInputStream("".getBytes(US_ASCII))))
        .isInstanceOf(IOException.class)
        .hasMessage("no certificate in it");
  }

  /** After three elements of DER: the sequence's head, the version, the algorithm, a head. */
  private static int start(byte[] pkcs8) {
    int algorithm = head(pkcs8, 0) + 3;
    int octets = algorithm + 2 + pkcs8[algorithm + 1];
    return head(pkcs8, octets);
  }

  /** Where the content of the element at this place begins. */
  private static int head(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String pem(String form, byte[] bytes) {
    return "-----BEGIN %1$sPRIVATE KEY-----\n%2$s\n-----END %1$sPRIVATE KEY-----\n"
        .formatted(form, Base64.getMimeEncoder().encodeToString(bytes));
  }
}
