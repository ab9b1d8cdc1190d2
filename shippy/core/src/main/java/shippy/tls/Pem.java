package shippy.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM. Stateless. */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([\\s\\w+/=]+)-----END \\1PRIVATE KEY-----");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION = {2, 1, 0};

  private Pem() {}

  /** At least one certificate, in the order of the text. */
  public static List<X509Certificate> certificates(InputStream pem)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found =
        CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (found.isEmpty()) {
      throw new IOException("no certificate in it");
    }
    return found;
  }

  /**
   * The private key of a certificate, in PKCS #8 or an older form of OpenSSL, which is RSA's or
   * that of elliptic curves.
   *
   * @throws IOException if there is no key without a password
   * @throws GeneralSecurityException if it belongs to another certificate
   */
  public static PrivateKey key(String pem, PublicKey certified)
      throws IOException, GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new IOException("no unencrypted private key in it");
    }
    byte[] bytes = decoded(found.group(2));
    PrivateKey key =
        KeyFactory.getInstance(certified.getAlgorithm())
            .generatePrivate(
                new PKCS8EncodedKeySpec(
                    found.group(1).isEmpty() ? bytes : withAlgorithm(bytes, certified)));
    if (!belong(key, certified)) {
      throw new GeneralSecurityException("the key of another certificate");
    }
    return key;
  }

  private static byte[] decoded(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException("no base64: " + e.getMessage(), e);
    }
  }

  /**
   * PKCS #8 of a key in an older form, which lacks the algorithm. The public key begins with it.
   */
  private static byte[] withAlgorithm(byte[] key, PublicKey certified) {
    byte[] known = certified.getEncoded();
    int start = known[1] >= 0 ? 2 : 2 + (known[1] & 0x7f);
    byte[] algorithm = Arrays.copyOfRange(known, start, start + 2 + known[start + 1]);
    return der(SEQUENCE, VERSION, algorithm, der(OCTETS, key));
  }

  /** One element of DER, of at most 65 535 bytes. */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    out.write(tag);
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static boolean belong(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
  }
}
