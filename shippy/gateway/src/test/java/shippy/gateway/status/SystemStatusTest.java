package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.gateway.http.TextResponse;

class SystemStatusTest {
  private static final SystemStatus.Instance KNOWN =
      new SystemStatus.Instance(
          "v-1", "1", "a:7", "v2", InstanceState.NOT_SERVING, 5, 0.5, 1L, 2L, 3L, 4L, 6L);
  private static final SystemStatus.Instance SILENT =
      new SystemStatus.Instance(
          "v-2", "2", "a:8", "v2", InstanceState.LOST, 0, null, null, null, null, null, null);
  private static final SystemStatus.Part SPAN =
      new SystemStatus.Part("s", "", "v-1", "Get", 3, 4, false, "OK", 1);

  @Test
  void json_has_the_names_that_the_page_reads() {
    SystemStatus status =
        new SystemStatus(
            9,
            new SystemStatus.Registry("etcd", "here", 3, 2, 7),
            List.of(new SystemStatus.Service("vessel", List.of(KNOWN, SILENT))),
            List.of(new SystemStatus.Edge("gateway", "v-1", 1.5, 0)),
            List.of(new SystemStatus.Trace("t", 1, 2, true, List.of(SPAN))));

    assertThat(TextResponse.GSON.toJson(status))
        .isEqualTo(
            """
            {"at":9,\
            "registry":{"kind":"etcd","location":"here","members":3,"alive":2,"age_ms":7},\
            "services":[{"name":"vessel","nodes":[\
            {"id":"v-1","short":"1","address":"a:7","version":"v2","state":"not_serving",\
            "since_ms":5,"rate":0.5,"errors":1,"p50_us":2,"p99_us":3,"memory":4,"uptime_s":6},\
            {"id":"v-2","short":"2","address":"a:8","version":"v2","state":"lost","since_ms":0}]}],\
            "edges":[{"from":"gateway","to":"v-1","rate":1.5,"errors":0}],\
            "traces":[{"id":"t","at":1,"duration_us":2,"complete":true,"spans":[{"id":"s",\
            "parent":"","node":"v-1","name":"Get","start_us":3,"duration_us":4,"error":false,\
            "status":"OK","attempt":1}]}]}""");
  }
}
