package io.gatelink.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Faults.LostAnswerException;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final List<String> done = new ArrayList<>();

    private final WireService service = new WireService() {
        @Override
        public String signingName() {
            return "apigateway";
        }

        @Override
        public Protocol protocol() {
            return Protocol.REST_JSON;
        }

        @Override
        public List<String> operations() {
            return List.of("GetAccount", "Defect");
        }

        @Override
        public Operation route(Request request) {
            return switch (request.path()) {
                case "/account" ->
                    Operation.of("GetAccount", () -> {
                        done.add("GetAccount");
                        return Response.json(200, "application/json", Json.object());
                    });
                case "/defect" ->
                    Operation.of("Defect", () -> {
                        throw new IllegalStateException("secret detail");
                    });
                default -> throw new AwsException("NotFoundException", 404, "Nothing at " + request.path());
            };
        }
    };

    private final FrontDoor.DataPlane dataPlane = new FrontDoor.DataPlane() {
        @Override
        public Response invoke(String restApiId, String stage, String path, Request request) {
            done.add(restApiId + " " + stage + " " + path);
            return Response.empty(200);
        }

        @Override
        public boolean isCustomDomain(String host) {
            return host.equals("api.example.com");
        }

        @Override
        public Response invokeCustomDomain(String host, Request request) {
            done.add(host + " " + request.path());
            return Response.empty(200);
        }
    };

    @Test
    void theSignaturesScopePicksTheService() {
        Response response = frontDoor(Faults.NONE).apply(signed("apigateway", "/account"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsKey("x-amzn-RequestId");
        assertThat(done).containsExactly("GetAccount");
    }

    @Test
    void ofServicesThatShareASigningNameTheOneThatServesTheRequestAnswers() {
        var second = new WireService() {
            @Override
            public String name() {
                return "apigatewayv2";
            }

            @Override
            public String signingName() {
                return "apigateway";
            }

            @Override
            public boolean serves(Request request) {
                return request.path().startsWith("/v2/");
            }

            @Override
            public Protocol protocol() {
                return Protocol.REST_JSON;
            }

            @Override
            public List<String> operations() {
                return List.of("GetApis");
            }

            @Override
            public Operation route(Request request) {
                return Operation.of("GetApis", () -> Response.empty(204));
            }
        };
        var calls = new ArrayList<String>();
        CallGuard guard = (call, request) -> calls.add(call.service() + " " + call.operation());
        var door = new FrontDoor(account, List.of(second, service), dataPlane, List.of(guard), Faults.NONE);

        assertThat(door.apply(signed("apigateway", "/v2/apis")).status()).isEqualTo(204);
        assertThat(door.apply(signed("apigateway", "/account")).status()).isEqualTo(200);

        assertThat(calls).containsExactly("apigatewayv2 GetApis", "apigateway GetAccount");
        assertThat(door.operations())
                .isEqualTo(Map.of("apigateway", List.of("GetAccount", "Defect"), "apigatewayv2", List.of("GetApis")));
    }

    @Test
    void anUnsignedCallIsRefusedInAwsWords() {
        Response response = frontDoor(Faults.NONE).apply(new Request("GET", "/account", "", Map.of(), null));

        assertThat(response.status()).isEqualTo(403);
        assertThat(text(response)).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/", "/20260101/", "a/20260101/b/", "a=", " "})
    @Timeout(60)
    void aHeaderThatIsNearlyASignatureIsReadOnlyOnce(String piece) {
        Response response = frontDoor(Faults.NONE)
                .apply(new Request(
                        "GET",
                        "/account",
                        "",
                        Map.of("Authorization", List.of(piece.repeat(5_000_000 / piece.length()))),
                        null));

        assertThat(response.status()).isEqualTo(403);
    }

    @Test
    void aBodyThatIsTooLongForItsServiceIsNotLookedAt() {
        Request signed = signed("apigateway", "/account");
        Response response = frontDoor(Faults.NONE)
                .apply(new Request("POST", signed.path(), "", signed.headers(), new byte[service.maxBodyBytes() + 1]));

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.headers().get("x-amzn-ErrorType")).containsExactly("RequestEntityTooLargeException");
        assertThat(text(response)).isEqualTo("{\"message\":\"Request must be smaller than 2097152 bytes\"}");
        assertThat(done).isEmpty();
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        Response response = frontDoor(Faults.NONE).apply(signed("s3", "/bucket"));

        assertThat(response.status()).isEqualTo(501);
        assertThat(text(response)).contains("The local AWS does not support s3 GET /bucket.");
    }

    @Test
    void aServicesErrorBecomesItsProtocolsBody() {
        Response response = frontDoor(Faults.NONE).apply(signed("apigateway", "/nowhere"));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers().get("x-amzn-ErrorType")).containsExactly("NotFoundException");
        assertThat(text(response)).isEqualTo("{\"message\":\"Nothing at /nowhere\"}");
    }

    @Test
    void aDefectShowsTheCallerNothingOfItsInside() {
        Response response = frontDoor(Faults.NONE).apply(signed("apigateway", "/defect"));

        assertThat(response.status()).isEqualTo(500);
        String request = response.headers().get("x-amzn-RequestId").get(0);
        assertThat(text(response))
                .isEqualTo("{\"message\":\"The local AWS failed internally. Its log has the details under " + "request "
                        + request + "; gatelink writes it to stderr if GATELINK_DEBUG=1 is set.\"}");
    }

    @Test
    void aFaultBeforeTheCallRefusesItWithoutEffect() {
        var faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                assertThat(call).isEqualTo(new ApiCall("apigateway", "GetAccount", "AKIDTEST"));
                throw new AwsException("TooManyRequestsException", 429, "Too Many Requests");
            }
        };

        Response response = frontDoor(faults).apply(signed("apigateway", "/account"));

        assertThat(response.status()).isEqualTo(429);
        assertThat(done).isEmpty();
    }

    @Test
    void aLostAnswerHasItsEffectAllTheSame() {
        var faults = new Faults() {
            @Override
            public void after(ApiCall call) {
                throw new LostAnswerException(call);
            }
        };

        assertThatThrownBy(() -> frontDoor(faults).apply(signed("apigateway", "/account")))
                .isInstanceOf(LostAnswerException.class)
                .hasMessage("The answer to GetAccount was lost");
        assertThat(done).containsExactly("GetAccount");
    }

    @Test
    void aDelayedCallTakesEffectLater() {
        var faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                return Duration.ofSeconds(7);
            }
        };
        loop.execute(() -> {
            frontDoor(faults).apply(signed("apigateway", "/account"));
            done.add("answered at " + loop.instant());
        });

        loop.runUntilIdle();

        assertThat(done).containsExactly("GetAccount", "answered at 2026-01-01T00:00:07Z");
    }

    @Test
    void aStageIsFoundByPathAndByHost() {
        var frontDoor = frontDoor(Faults.NONE);

        frontDoor.apply(new Request("GET", "/_aws/execute-api/abc123/live/a%2Fb", "", Map.of(), null));
        frontDoor.apply(new Request(
                "GET",
                "/live/orders",
                "",
                Map.of("Host", List.of("abc123.execute-api.us-east-1.localhost:4566")),
                null));
        frontDoor.apply(new Request("GET", "/_aws/execute-api/abc123/live", "", Map.of(), null));

        assertThat(done).containsExactly("abc123 live /a%2Fb", "abc123 live /orders", "abc123 live ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Host           | evil.example.com       | for the host evil.example.com
            Host           | 127.0.0.1.nip.io:4566  | for the host 127.0.0.1.nip.io
            Origin         | https://evil.example   | from pages of https://evil.example
            Origin         | null                   | from pages of null
            Sec-Fetch-Site | cross-site             | from pages of other sites
            """)
    void aPageInABrowserDoesNotDriveTheControlPlane(String header, String value, String what) {
        Response response = frontDoor(Faults.NONE).apply(with(signed("apigateway", "/account"), header, value));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.headers()).containsKey("x-amzn-RequestId");
        assertThat(text(response))
                .isEqualTo("{\"message\":\"The local AWS takes no requests " + what
                        + ": address it as 127.0.0.1 or localhost, and not from a browser's page of another site.\"}");
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Host, localhost:4566",
        "Host, 127.0.0.1:4566",
        "Host, '[::1]:4566'",
        "Host, host.docker.internal:4566",
        "Host, apigateway.us-east-1.amazonaws.com",
        "Host, gatelink:4566",
        "Origin, http://localhost:3000",
        "Origin, http://127.0.0.1:8080",
        "Sec-Fetch-Site, none"
    })
    void callersOnThisMachineAreWelcome(String header, String value) {
        Response response = frontDoor(Faults.NONE).apply(with(signed("apigateway", "/account"), header, value));

        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/, '', document, 200",
        "/, '', iframe, 403",
        "/, X-Amz-Signature=0, document, 403",
        "/account, '', document, 403"
    })
    void aLinkOnAnotherSiteOpensThePageForPeopleAndNothingElse(String path, String query, String what, int status) {
        FrontDoor door = frontDoor(Faults.NONE);
        door.show(request -> Optional.of(Response.text(200, "text/html", "The page")));

        Response response = door.apply(new Request(
                "GET",
                path,
                query,
                Map.of(
                        "Host", List.of("127.0.0.1:4566"),
                        "Sec-Fetch-Site", List.of("cross-site"),
                        "Sec-Fetch-Dest", List.of(what)),
                new byte[0]));

        assertThat(response.status()).isEqualTo(status);
    }

    @Test
    void aDeployedApiIsOpenToPagesAsInAws() {
        var request = new Request(
                "OPTIONS",
                "/_aws/execute-api/abc123/live/orders",
                "",
                Map.of("Host", List.of("127.0.0.1:4566"), "Origin", List.of("https://shop.example.com")),
                null);

        assertThat(frontDoor(Faults.NONE).apply(request).status()).isEqualTo(200);
        assertThat(frontDoor(Faults.NONE)
                        .apply(with(request, "Host", "evil.example.com"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void credentialsWithoutASignatureAreRefused() {
        Response response = frontDoor(Faults.NONE)
                .apply(new Request(
                        "GET",
                        "/account",
                        "X-Amz-Credential=AKIDTEST/20260101/us-east-1/apigateway/aws4_request",
                        Map.of(),
                        null));

        assertThat(response.status()).isEqualTo(403);
        assertThat(text(response))
                .isEqualTo("{\"message\":\"Authorization header requires 'Signature' parameter. AWS "
                        + "query-string parameters must include 'X-Amz-Signature'.\"}");
        assertThat(done).isEmpty();
    }

    @Test
    void anotherRegionIsNamed() {
        Request here = signed("apigateway", "/account");
        String there = here.header("Authorization").orElseThrow().replace("us-east-1", "eu-central-1");

        Response response = frontDoor(Faults.NONE).apply(with(here, "Authorization", there));

        assertThat(response.headers().get("x-amzn-ErrorType")).containsExactly("InvalidSignatureException");
        assertThat(text(response))
                .isEqualTo("{\"message\":\"Credential should be scoped to a valid Region. The local AWS is "
                        + "the Region us-east-1, not 'eu-central-1': set AWS_REGION=us-east-1.\"}");
    }

    @Test
    void whatIsNotThereSaysSoInTheProtocolAsked() {
        String message = "The local AWS does not support %s POST /. docs/supported-operations.md lists what it does.";
        assertThat(refused("ec2", "Content-Type", "application/x-www-form-urlencoded"))
                .matches("<Response><Errors><Error>"
                        + "<Code>NotImplemented</Code><Message>" + message.formatted("ec2")
                        + "</Message></Error></Errors>"
                        + "<RequestID>.{36}</RequestID></Response>");
        assertThat(refused("iam", "Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
                .matches("<ErrorResponse><Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>"
                        + message.formatted("iam") + "</Message></Error><RequestId>.{36}</RequestId></ErrorResponse>");
        assertThat(refused("route53", "Content-Type", "application/xml"))
                .startsWith("<ErrorResponse><Error><Type>Receiver</Type><Code>NotImplemented</Code>");
        assertThat(refused("s3", "Content-Type", "application/xml"))
                .startsWith("<Error><Code>NotImplemented</Code><Message>" + message.formatted("s3"));
        assertThat(refused("acm", "X-Amz-Target", "CertificateManager.ListCertificates"))
                .isEqualTo("{\"__type\":\"NotImplemented\",\"message\":\""
                        + message.formatted("acm").replace("POST /", "ListCertificates") + "\"}");
    }

    @Test
    void anApiOfAnotherRegionIsNotFound() {
        Response response = frontDoor(Faults.NONE)
                .apply(new Request(
                        "GET",
                        "/live/orders",
                        "",
                        Map.of("Host", List.of("abc123.execute-api.EU-west-1.amazonaws.com")),
                        null));

        assertThat(response.status()).isEqualTo(403);
        assertThat(text(response))
                .isEqualTo("{\"message\":\"The local AWS is the Region us-east-1: it has no APIs in 'eu-west-1'.\"}");
        assertThat(done).isEmpty();
    }

    @Test
    void aSecondOriginCountsAsTheFirstDoes() {
        Request call = signed("apigateway", "/account");
        var headers = new TreeMap<>(call.headers());
        headers.put("Origin", List.of("http://localhost:3000", "https://evil.example"));

        Response response = frontDoor(Faults.NONE).apply(new Request("GET", call.path(), "", headers, call.body()));

        assertThat(response.status()).isEqualTo(403);
        assertThat(text(response)).contains("from pages of https://evil.example");
    }

    @ParameterizedTest
    @CsvSource({
        "QUERY, GET, true",
        "QUERY, PUT, false",
        "EC2, DELETE, false",
        "JSON_1_0, GET, false",
        "JSON_1_1, POST, true",
        "DYNAMODB, TRACE, false",
        "REST_JSON, PATCH, true"
    })
    void aProtocolHasItsMethodsAndNoOthers(Protocol protocol, String method, boolean sent) {
        if (sent) {
            assertThatCode(() -> protocol.checkMethod(method)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> protocol.checkMethod(method))
                    .hasMessage("No operation is called with " + method + ".");
        }
    }

    @Test
    void aCustomDomainLeadsToTheDataPlaneHoweverTheCallIsSignedAndWhicheverPageSendsIt() {
        Request call = signed("apigateway", "/account");
        for (String host : List.of("api.example.com", "API.example.com:4566")) {
            Request atHost = with(call, "Host", host);
            assertThat(frontDoor(Faults.NONE).apply(atHost).status()).isEqualTo(200);
            assertThat(frontDoor(Faults.NONE)
                            .apply(with(atHost, "Origin", "https://shop.example.org"))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(done).hasSize(4).containsOnly("api.example.com /account");
    }

    @Test
    void hostsThatAreNoCustomDomainAreRefusedAsBefore() {
        Request call = signed("apigateway", "/account");
        for (String host : List.of("example.com", "x.api.example.com", "api.example.com.evil.example")) {
            Response response = frontDoor(Faults.NONE).apply(with(call, "Host", host));

            assertThat(response.status()).isEqualTo(403);
            assertThat(text(response)).contains("The local AWS takes no requests for the host " + host);
        }
        assertThat(done).isEmpty();
    }

    /** CORS decides at a deployed API; at AWS's own APIs the page of another site has no business. */
    @Test
    void pagesOfAllSitesReachDeployedApisAndNoneReachesTheControlPlane() {
        Request byPath = new Request("GET", "/_aws/execute-api/a1/live/orders", "", Map.of(), null);
        Request byHost = new Request(
                "GET", "/live/orders", "", Map.of("Host", List.of("a1.execute-api.us-east-1.amazonaws.com")), null);
        for (Request call : List.of(byPath, byHost)) {
            assertThat(frontDoor(Faults.NONE)
                            .apply(with(call, "Origin", "https://shop.example.org"))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(done).containsExactly("a1 live /orders", "a1 live /orders");

        Response refused = frontDoor(Faults.NONE)
                .apply(with(signed("apigateway", "/account"), "Origin", "https://api.example.com"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(text(refused)).contains("The local AWS takes no requests from pages of https://api.example.com");
        assertThat(done).hasSize(2);
    }

    private String refused(String service, String header, String value) {
        Request signed = signed(service, "/");
        Response response =
                frontDoor(Faults.NONE).apply(with(new Request("POST", "/", "", signed.headers(), null), header, value));
        assertThat(response.status()).isEqualTo(501);
        return text(response);
    }

    @Test
    void itSaysThatItIsUpAndWhichServicesItHas() {
        Response health = frontDoor(Faults.NONE).apply(new Request("GET", "/_gatelink/health", "", Map.of(), null));

        assertThat(health.status()).isEqualTo(200);
        assertThat(Json.parse(health.body()).path("region").asText()).isEqualTo("us-east-1");
        assertThat(Json.parse(health.body()).path("java").asText()).isNotEmpty();
        assertThat(Json.parse(health.body()).path("version").asText()).isNotEmpty();
        assertThat(Json.parse(health.body()).path("services")).isEqualTo(Json.parse("{\"apigateway\": \"available\"}"));
        assertThat(frontDoor(Faults.NONE)
                        .apply(new Request("POST", "/_gatelink/health", "", Map.of(), null))
                        .status())
                .isEqualTo(405);
    }

    private static Request with(Request request, String header, String value) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        headers.put(header, List.of(value));
        return new Request(request.method(), request.path(), request.query(), headers, request.body());
    }

    private FrontDoor frontDoor(Faults faults) {
        return new FrontDoor(account, List.of(service), dataPlane, List.of(), faults);
    }

    private static Request signed(String service, String path) {
        return new Request(
                "GET",
                path,
                "",
                Map.of(
                        "Authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=AKIDTEST/20260101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, " + "Signature=0")),
                null);
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
