package shippy.registry.mdns.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A domain name. Its labels keep the bytes of the wire, one Latin-1 character each: names come back
 * as they were heard, and a dot inside a label is no border. Immutable.
 *
 * @param labels 1 to 63 bytes each, without the root
 */
public record DnsName(List<String> labels) {
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 255;

  public DnsName {
    labels = List.copyOf(labels);
    int size = 1;
    for (String label : labels) {
      if (label.isEmpty() || label.length() > MAX_LABEL) {
        throw new IllegalArgumentException(
            "DNS label: %d bytes (expected: 1-%d)".formatted(label.length(), MAX_LABEL));
      }
      size += label.length() + 1;
    }
    if (size > MAX_NAME) {
      throw new IllegalArgumentException(
          "DNS name: %d bytes (expected: at most %d)".formatted(size, MAX_NAME));
    }
  }

  /** A name written with dots between its labels, in UTF-8. */
  public static DnsName of(String dotted) {
    return new DnsName(List.of(octets(dotted).split("\\.", -1)));
  }

  /** The name below this one whose first label is this text, dots included. */
  public DnsName child(String label) {
    List<String> all = new ArrayList<>(labels.size() + 1);
    all.add(octets(label));
    all.addAll(labels);
    return new DnsName(all);
  }

  /** The name that is this one followed by the other. */
  public DnsName below(DnsName suffix) {
    List<String> all = new ArrayList<>(labels);
    all.addAll(suffix.labels);
    return new DnsName(all);
  }

  /** Whether it is the suffix itself or below it, as DNS compares: without case. */
  public boolean endsWith(DnsName suffix) {
    int first = labels.size() - suffix.labels.size();
    for (int i = Math.max(0, first); i < labels.size(); i++) {
      if (first < 0 || !lower(labels.get(i)).equals(lower(suffix.labels.get(i - first)))) {
        return false;
      }
    }
    return first >= 0;
  }

  /** The labels before the last so many, with dots between them. */
  public String textBefore(int count) {
    return text(labels.subList(0, Math.max(0, labels.size() - count)));
  }

  /** Whether it is the same name to DNS, which ignores the case of ASCII letters. */
  public boolean isSame(DnsName other) {
    return labels.size() == other.labels.size() && endsWith(other);
  }

  /** Equal for names that are the same to DNS. */
  public DnsName key() {
    List<String> lower = new ArrayList<>(labels.size());
    for (String label : labels) {
      lower.add(lower(label));
    }
    return lower.equals(labels) ? this : new DnsName(lower);
  }

  private static String lower(String label) {
    char[] chars = label.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] + ('a' - 'A'));
      }
    }
    return new String(chars);
  }

  private static String octets(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String text(List<String> labels) {
    return labels.stream()
        .map(label -> new String(label.getBytes(ISO_8859_1), UTF_8))
        .collect(Collectors.joining("."));
  }

  // A record's own equals and hashCode are made at their first call, in 20 ms of a cold start.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DnsName name && labels.equals(name.labels);
  }

  @Override
  public int hashCode() {
    return labels.hashCode();
  }

  /** For people: labels with dots between them. */
  @Override
  public String toString() {
    return text(labels);
  }
}
