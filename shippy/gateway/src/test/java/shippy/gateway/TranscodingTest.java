package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.gateway.DeclaredService.method;

import com.google.gson.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that {@code google.api.http} declares; the first ones are those of its description. */
class TranscodingTest {
  private static final GatewayFixture GATEWAY = GatewayFixture.open();

  @BeforeAll
  static void start() {
    GATEWAY.start(
        "messaging",
        new DeclaredService(
            "messaging",
            method("GetNamed", "get: '/v1/{name=messages/*}'"),
            method(
                "GetMessage",
                "get: '/v2/messages/{message_id}'"
                    + " additional_bindings { get: '/v2/users/{user_id}/messages/{message_id}' }"),
            method("UpdateMessage", "patch: '/v2/messages/{message_id}' body: 'sub'"),
            method("ReplaceMessage", "put: '/v2/messages/{message_id}' body: '*'"),
            method("DeleteMessage", "delete: '/v2/messages/{message_id}'"),
            method("CancelMessage", "post: '/v2/messages/{message_id}:cancel' body: '*'"),
            method("GetMine", "get: '/v2/messages/mine'"),
            method("GetSub", "get: '/v2/subs/{sub.subfield}/{sub.number}' body: ''"),
            method("UpdateSub", "put: '/v2/subs/{sub.subfield}' body: '*'"),
            method("GetFile", "get: '/v2/{name=files/**}'"),
            method("CopyFile", "post: '/v2/{name=files/**}:copy' body: '*'"),
            method("GetHistory", "get: '/v2/history/{name=**}/{revision}'"),
            method("SetTags", "post: '/v2/tags/{kind}' body: 'tags'"),
            method("Send", "post: '/v2/send' body: '*'"),
            method("Purge", "custom { kind: 'PURGE' path: '/v2/cache' }"),
            method("DoAny", "custom { kind: '*' path: '/v2/any' } body: '*'"),
            method("List", "get: '/v2/list' response_body: 'list'"),
            method("ListEmpty", "get: '/v2/empty' response_body: 'list'"),
            method("GetNoSub", "get: '/v2/no-sub' response_body: 'sub'"),
            method("Watch", "get: '/v2/watch/{name}'"),
            method("WatchList", "get: '/v2/watch' response_body: 'list'"),
            method("Wrong", "get: '/v2/{nope}'"),
            method("Hidden", "get: '/health'")));
  }

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // of the description
        "GET /v1/messages/123456                      |                  | GetNamed {'name':'messages/123456'}",
        "GET /v2/messages/123456?revision=2&sub.subfield=foo |           | GetMessage {'messageId':'123456','revision':'2','sub':{'subfield':'foo'}}",
        "PATCH /v2/messages/123456                    | {'subfield':'Hi'} | UpdateMessage {'messageId':'123456','sub':{'subfield':'Hi'}}",
        "PUT /v2/messages/123456                      | {'name':'Hi!'}   | ReplaceMessage {'name':'Hi!','messageId':'123456'}",
        "GET /v2/users/me/messages/123456             |                  | GetMessage {'messageId':'123456','userId':'me'}",
        // verbs
        "DELETE /v2/messages/1?urgent=true            |                  | DeleteMessage {'messageId':'1','urgent':true}",
        "POST /v2/messages/1:cancel                   | {}               | CancelMessage {'messageId':'1'}",
        "POST /v2/messages/1:cancel                   |                  | CancelMessage {'messageId':'1'}",
        "GET /v2/messages/1:cancel                    |                  | GetMessage {'messageId':'1:cancel'}",
        "PURGE /v2/cache                              |                  | Purge {}",
        "PUT /v2/any                                  | {'name':'a'}     | DoAny {'name':'a'}",
        "BREW /v2/any                                 |                  | DoAny {}",
        "POST /v2/files/a/b:copy                      | {'userId':'u'}   | CopyFile {'name':'files/a/b','userId':'u'}",
        // what is in the path
        "GET /v2/messages/mine                        |                  | GetMine {}",
        "GET /v2/messages/mine2                       |                  | GetMessage {'messageId':'mine2'}",
        "GET /v2/messages/a%2Fb%20c+d                 |                  | GetMessage {'messageId':'a/b c+d'}",
        "GET /v2/messages/%C3%BC                      |                  | GetMessage {'messageId':'ü'}",
        "GET /v2/files/a/b%20c%2fd                    |                  | GetFile {'name':'files/a/b c%2fd'}",
        "GET /v2/files                                |                  | GetFile {'name':'files'}",
        "GET /v2//files/a/                            |                  | GetFile {'name':'files/a'}",
        "GET /v2/history/7                            |                  | GetHistory {'revision':'7'}",
        "GET /v2/history/a/b/7                        |                  | GetHistory {'name':'a/b','revision':'7'}",
        "GET /v2/subs/x/3?sub.number=                 |                  | 400",
        "GET /v2/subs/x/3                             |                  | GetSub {'sub':{'subfield':'x','number':3}}",
        "PUT /v2/subs/x                               | {'sub':{'subfield':'y','number':3}} | UpdateSub {'sub':{'subfield':'x','number':3}}",
        "PUT /v2/messages/1                           | {'messageId':'2','user_id':'u'} | ReplaceMessage {'messageId':'1','userId':'u'}",
        // queries
        "GET /v2/messages/1?tags=a&tags=b             |                  | GetMessage {'messageId':'1','tags':['a','b']}",
        "GET /v2/messages/1?kind=BULK&limit=5&at=2026-01-02T03:04:05Z |  | GetMessage {'messageId':'1','kind':'BULK','limit':5,'at':'2026-01-02T03:04:05Z'}",
        "GET /v2/messages/1?userId=u                  |                  | GetMessage {'messageId':'1','userId':'u'}",
        // bodies
        "POST /v2/tags/BULK                           | ['a','b']        | SetTags {'tags':['a','b'],'kind':'BULK'}",
        "POST /v2/tags/1?name=n                       |                  | SetTags {'name':'n','kind':'BULK'}",
        "POST /v2/send                                | {'subs':[{'number':1}]} | Send {'subs':[{'number':1}]}",
      })
  void request_is_found_and_read(String line, @Nullable String body, String seen)
      throws IOException {
    RawConnection.Response response = send(line, body);

    if (seen.equals("400")) {
      assertThat(response.status()).isEqualTo(400);
      return;
    }
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(text(response, "seen")).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /v2/messages/1?nope=1     |            | 400 | query: unknown field",
        "GET /v2/messages/1?message_id=2 |          | 400 | query: 'message_id' is given by the path",
        "GET /v2/messages/1?revision=x |            | 400 | query: revision: 'x' (expected: a whole number",
        "GET /v2/messages/1?subs=x     |            | 400 | query: subs[0]: 'x' (expected: an object",
        "GET /v2/subs/x/y              |            | 400 | path: sub.number: 'y' (expected: a whole number, -2147483648 to 2147483647)",
        "PUT /v2/messages/1?name=a     | {}         | 400 | query: 'name' (expected: none, Messaging.ReplaceMessage takes its fields from path and body)",
        "PATCH /v2/messages/1?sub.number=1 | {}     | 400 | query: 'sub.number' is given by the body",
        "PATCH /v2/messages/1          | {'number':'x'} | 400 | body: sub.number: 'x' (expected: a whole number",
        "PATCH /v2/messages/1          | {},'name':{} | 400 | body: malformed JSON at line 1 column 4 path $ (expected: one JSON value)",
        "PATCH /v2/messages/1          | {          | 400 | body: ",
        "PUT /v2/messages/1            | {'revision':'x'} | 400 | request:1:13: revision: 'x'",
        "DELETE /v2/messages/1         | {'name':'a'} | 400 | body: 12 characters (expected: none, Messaging.DeleteMessage takes its fields from path and query)",
        "POST /v2/messages/1           | {}         | 405 | method: POST (expected: DELETE or GET or PATCH or PUT)",
        "GET /v2/tags/1                |            | 405 | method: GET (expected: POST)",
        "GET /v2/wrong                 |            | 404 | no instance of shippy.service.v2",
        "GET /v2/history               |            | 404 | ",
        "GET /v1/messages/             |            | 404 | ",
        "GET /v1/messages/a/b          |            | 404 | ",
        "GET /v2/messages/..%2f..      |            | 400 | path: '..%2f..' (expected: no dot segments",
        "GET /v2/nope/a%2fb            |            | 400 | path: ",
        "GET /v2/messages/%2e%2e       |            | 400 | path: ",
      })
  void fault_says_what_is_wrong(
      String line, @Nullable String body, int status, @Nullable String detail) throws IOException {
    RawConnection.Response response = send(line, body);

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(text(response, "detail").replace('"', '\'')).contains(detail == null ? "" : detail);
  }

  @Test
  void answer_is_the_declared_part() throws IOException {
    assertThat(GATEWAY.get("/v2/list").body()).isEqualTo("[\"List\"]\n");
    assertThat(GATEWAY.get("/v2/empty").body()).isEqualTo("[]\n");
    assertThat(GATEWAY.get("/v2/no-sub").body()).isEqualTo("null\n");
    assertThat(GATEWAY.get("/v2/watch").body()).isEqualTo("[\"WatchList\"]\n[\"WatchList\"]\n");
    assertThat(GATEWAY.get("/v2/watch/x").body().lines())
        .hasSize(2)
        .allMatch(l -> l.contains("{'name':'x'}"));
  }

  @Test
  void unknown_value_of_a_query_is_answered_with_the_fields_there_are() throws IOException {
    assertThat(GATEWAY.get("/v2/messages/1?colour=red").body())
        .contains("\"hint\":\"it has: name, message_id, revision, sub, ");
  }

  @Test
  void head_and_options_follow_the_declaration() throws IOException {
    RawConnection.Response head = send("HEAD /v2/messages/1", "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    RawConnection.Response options = send("OPTIONS /v2/messages/1", "");
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo("DELETE, GET, PATCH, PUT, OPTIONS");
    assertThat(send("POST /v2/messages/1", "{}").header("Allow"))
        .isEqualTo("DELETE, GET, PATCH, PUT");
  }

  @Test
  void pages_of_other_sites_may_not_send_declared_requests() throws IOException {
    String foreign = "Sec-Fetch-Site: cross-site\r\n";
    assertThat(GATEWAY.send("GET /v2/messages/1", foreign, "").status()).isEqualTo(403);
  }

  @Test
  void own_paths_come_first() throws IOException {
    assertThat(GATEWAY.get("/health").body()).doesNotContain("Hidden");
  }

  private static String text(RawConnection.Response response, String field) {
    return JsonParser.parseString(response.body()).getAsJsonObject().get(field).getAsString();
  }

  private static RawConnection.Response send(String line, @Nullable String body)
      throws IOException {
    String text = body == null ? "" : body.replace('\'', '"');
    return GATEWAY.send(line, text.isEmpty() ? "" : "Content-Type: application/json\r\n", text);
  }
}
