package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.testkit.etcd.EtcdExtension;

/** Users and certificates: those of the registry's settings. */
@Tag("etcd")
class EtcdConfigAccessTest {
  private static final String SECRET = "s3cr3t-canary";
  private static final String KEY = Programs.KEY;

  @TempDir static Path home;

  @Nested
  class WithUsers {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).user("u", SECRET);

    @Test
    void user_without_rights_is_told_which_keys_it_may_not_use() {
      Problem problem = refusal(etcd, Map.of("registry_username", "u"), SECRET);
      assertThat(problem.what()).isEqualTo("etcd does not allow it: cannot read " + KEY);
      assertThat(problem.likely()).contains("u may not use the keys below /shippy/config/");
      assertThat(problem.fixes().get(0).command())
          .isEqualTo("etcdctl role grant-permission ROLE --prefix=true readwrite /shippy/config/");
    }

    @Test
    void wrong_password_and_no_user_are_told() {
      Problem wrong = refusal(etcd, Map.of("registry_username", "u"), "wrong");
      assertThat(wrong.what()).isEqualTo("etcd refuses the login: cannot read " + KEY);
      assertThat(wrong.toString()).doesNotContain(SECRET);
      Problem nobody = refusal(etcd, Map.of(), "");
      assertThat(nobody.likely()).contains("this etcd asks for a user and password");
    }

    @Test
    void user_with_the_right_to_read_gets_the_settings() {
      etcd.etcdctl("role", "grant-permission", "services", "read", KEY);
      etcd.etcdctl("put", KEY, "client_retries = 3");
      try (LiveConfig live = load(etcd, Map.of("registry_username", "u"), SECRET)) {
        assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      } finally {
        etcd.etcdctl("role", "revoke-permission", "services", KEY);
      }
    }
  }

  @Nested
  class WithTls {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).tls();

    @Test
    void ca_of_the_registry_is_used_and_plaintext_is_told_to_use_tls() {
      etcd.etcdctl("put", KEY, "client_retries = 3");
      Map<String, String> ca = Map.of("registry_ca_file", etcd.caFile().toString());
      try (LiveConfig live = load(etcd, ca, "")) {
        assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      }
      Problem plain = refusal(etcd, Map.of(), "");
      assertThat(plain.what()).isEqualTo("etcd expects TLS: cannot read " + KEY);
      assertThat(plain.fixes().get(0).command())
          .isEqualTo("--config_address=https://" + etcd.endpoints());
    }
  }

  private static Problem refusal(EtcdExtension etcd, Map<String, String> more, String password) {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> load(etcd, more, password)).problem();
    assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
    return problem;
  }

  private static LiveConfig load(EtcdExtension etcd, Map<String, String> more, String password) {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("config", "etcd://" + KEY);
    flags.put("config_address", etcd.endpoints());
    flags.put("config_required", "true");
    return LiveConfig.load(
        flags, Map.of("MICRO_REGISTRY_PASSWORD", password, "HOME", home.toString()), List.of());
  }
}
