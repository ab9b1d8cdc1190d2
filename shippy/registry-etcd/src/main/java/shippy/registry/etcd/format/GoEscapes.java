package shippy.registry.etcd.format;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes what Go's encoding/json escapes: control characters, {@code < > &}, U+2028 and U+2029.
 */
final class GoEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final String SHORT = "\n\r\t\"\\";
  private static final String HTML = "<>&";

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
    for (char c = 0; c < 128; c++) {
      if (SHORT.indexOf(c) < 0 && isEscaped(c)) {
        codes[c] = ESCAPE_CUSTOM;
      }
    }
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return isEscaped(c) ? new SerializedString("\\u%04x".formatted(c)) : null;
  }

  private static boolean isEscaped(int c) {
    return c < ' ' || HTML.indexOf(c) >= 0 || c == 0x2028 || c == 0x2029;
  }
}
